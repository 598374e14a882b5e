#!/usr/bin/env bash
# eng/demo.sh [x86_64|aarch64]: makes a disk and boots it through our loader; for both machines without an argument.
. "$(dirname "$0")/lib.sh"
cd "$top"

case "${1-}" in
  '') machines=(x86_64 aarch64) ;;
  x86_64 | aarch64) machines=("$1") ;;
  *) say "usage: eng/demo.sh [x86_64|aarch64]"; exit 2 ;;
esac

# make_and_boot MACHINE CONSOLE PACKAGE...
make_and_boot() {
  local machine=$1 console=$2 guest=artifacts/guest/$1 disk=out/bq2-$1.qcow2
  need "${@:3}"
  eng/guest.sh "$machine"
  # For the tour in README.md.
  [ "$machine" != x86_64 ] || cp "$guest/vmlinuz" "$guest/initrd.cpio" out/
  bin/bq2-image build -o "$disk" --arch "$machine" \
    --kernel "$guest/vmlinuz" --initrd "$guest/initrd.cpio" --cmdline "console=$console quiet panic=-1"
  bin/bq2-image run "$disk" --arch "$machine" --expect "bq2-guest: done" --timeout 120
}

eng/build.sh
mkdir -p out
proved=()
for machine in "${machines[@]}"; do
  case $machine in
    x86_64) make_and_boot x86_64 ttyS0 qemu-system-x86 ovmf ;;
    aarch64) make_and_boot aarch64 ttyAMA0 qemu-system-arm qemu-efi-aarch64 ;;
  esac
  proved+=("out/bq2-$machine.qcow2")
done

echo "proved: our firmware loader started Linux from ${proved[*]}, and Linux said so itself"
