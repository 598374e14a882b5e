#!/usr/bin/env bash
# Installs the tools that the tests compare with, builds, and runs every test; arguments go to the test program (-class NAME).
# The last line is "N passed, N failed, N skipped".
. "$(dirname "$0")/lib.sh"
cd "$top"

need qemu-utils qemu-system-x86 qemu-system-arm ovmf qemu-efi-aarch64 dosfstools mtools gdisk clang lld llvm binutils shellcheck
# Images from other tools to read: made by GNU tools and objcopy, signed, and special ones.
need shim-unsigned shim-helpers-amd64-signed systemd-boot systemd-boot-efi efitools ipxe sbsigntool xz-utils
# Unsupported formats and filesystems, to be recognized.
need bzip2 zstd lz4 lzip p7zip-full fdisk util-linux e2fsprogs xfsprogs btrfs-progs f2fs-tools exfatprogs ntfs-3g erofs-utils squashfs-tools genisoimage
# Shells for the completion tests, and checkers for the manual.
need zsh fish bsdutils bsdextrautils man-db groff mandoc
# Other deflate decoders besides zlib, and what reads and writes archives and container images.
need gzip libdeflate-tools pigz tar libarchive-tools python3 cpio zip skopeo umoci
# Extended attributes for the trees, and hashes of dm-verity.
need attr acl cryptsetup-bin
# What measures, and what is measured beside us.
need time lld-19
# What judges the packages and what else a release consists of.
need lintian dpkg-dev binutils-aarch64-linux-gnu python3-yaml curl
# Runs the program for aarch64.
need qemu-user-static
eng/guest.sh x86_64
eng/guest.sh aarch64
eng/efi-images.sh
eng/native.sh linux-arm64 linux-x64-static
[ "${BQ2_NO_BUILD-}" = 1 ] || BQ2_NO_BUILD=1 eng/release.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
artifacts/bin/Bq2.Tests/release/Bq2.Tests -noColor "$@" | tee "$log" || code=$?

# "Bq2.Tests  Total: 131, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 17.0s"; a missing number counts as 0.
summary=$(grep 'Total: ' "$log" | tail -n 1 || true)
count() { sed -n "s/.* $1: \([0-9]*\).*/\1/p" <<<"$summary" | grep . || echo 0; }

total=$(count Total) skipped=$(count Skipped) unrun=$(count 'Not Run')
failed=$(($(count Failed) + $(count Errors)))
# If the runner crashes, that is a failure even if it counted none.
[ "$code" = 0 ] || [ "$failed" -gt 0 ] || failed=1
passed=$((total - failed - skipped - unrun))

echo "$((passed > 0 ? passed : 0)) passed, $failed failed, $((skipped + unrun)) skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
