#!/usr/bin/env bash
# Runs the benchmarks; arguments go to BenchmarkDotNet (--filter '*Qcow2*').
#   disks [FOLDER]   whole commands compared with other tools instead; FOLDER is for their files, about 10 GB
#   trees [TREE [FOLDER]]  trees into archives, file systems and disks, and back; TREE is /usr/share when not given
#   links [FOLDER]   whole links compared with lld-link; FOLDER is for the objects, which take two minutes to make
#   boots            the boot loader compared with systemd-boot, in QEMU
#   deflate [FOLDER] our deflate compared with .NET's and libdeflate, compiled natively, on pieces of a folder's files (/usr)
#   peers            our libraries compared with those of others, taking turns in one process
#   all [FOLDER]     disks, links, deflate and peers, one after another: what bench/README.md has of this machine
# BQ2_SMALL=1 makes disks and links smaller, for figures within some five minutes.
# BQ2_BRIEFLY=1 uses small input and measures once: to see that it runs, not for figures.
. "$(dirname "$0")/lib.sh"
cd "$top"

files=60 classes=12000 small=
if [ "${BQ2_SMALL-}" = 1 ]; then files=20 classes=4000 small=-small; fi
[ "${BQ2_BRIEFLY-}" != 1 ] || { files=2 classes=20; }

if [ "${1-}" = all ]; then
  folder=$(realpath -m "${2-artifacts/measured}")
  for part in "disks $folder/disks$small" "links $folder/links$small" deflate peers; do
    echo "## ${part%% *}"
    # shellcheck disable=SC2086
    eng/bench.sh $part
  done
  exit
fi

bench=artifacts/bin/Bq2.Bench/release/Bq2.Bench.dll
if [ "${1-}" = disks ]; then
  need qemu-utils dosfstools mtools time
  eng/build.sh
  dotnet "$bench" disk-inputs "${2-artifacts/disks$small}"
  PATH=$PATH:/usr/sbin exec dotnet "$bench" disks "${2-artifacts/disks$small}" "$top/bin/bq2"
fi

if [ "${1-}" = trees ]; then
  need tar pigz zstd e2fsprogs erofs-utils gdisk dosfstools mtools qemu-utils time
  eng/guest.sh x86_64
  eng/build.sh
  tree=${2-/usr/share}
  [ "${BQ2_BRIEFLY-}" != 1 ] || tree=$top/eng
  PATH=$PATH:/usr/sbin exec dotnet "$bench" trees "$(realpath "$tree")" "$(realpath -m "${3-artifacts/trees}")" "$top/bin/bq2"
fi

if [ "${1-}" = deflate ]; then
  need libdeflate0 clang
  need_dotnet
  folder=${2-/usr} size=32 rounds=7
  [ "${BQ2_BRIEFLY-}" != 1 ] || { size=1 rounds=1; }
  dotnet publish bench/Native -c Release -r linux-x64 -p:PublishAot=true -v quiet -o artifacts/deflate >&2
  exec artifacts/deflate/Bq2.Bench.Native "$folder" "$size" "$rounds"
fi

if [ "${1-}" = links ]; then
  need clang lld lld-19 time
  eng/build.sh
  folder=$(realpath -m "${2-artifacts/links$small}")
  [ -e "$folder/c/objects.txt" ] || bench/make-objects.sh "$folder/c" "$files"
  [ -e "$folder/ilc/runtime.obj" ] || bench/make-ilc-object.sh "$folder/ilc" "$classes"
  exec dotnet "$bench" links "$folder" "$top/bin/bq2"
fi

if [ "${1-}" = boots ]; then
  need qemu-system-x86 qemu-system-arm ovmf qemu-efi-aarch64 time
  eng/guest.sh x86_64
  eng/guest.sh aarch64
  eng/build.sh
  exec dotnet "$bench" boots artifacts/guest artifacts/boots "$top/bin/bq2"
fi

eng/build.sh
dotnet "$bench" "$@"
