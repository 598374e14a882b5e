#!/usr/bin/env bash
# eng/guest.sh x86_64|aarch64 [DIR]: a Linux to boot in tests, into DIR (artifacts/guest/ARCH when not given):
#   vmlinuz, busybox   from Debian's packages; downloaded once, nothing is installed
#   efivarfs.ko        the kernel module for reading firmware variables
#   modules            kernel modules for a root on dm-verity and EROFS
#   systemd-boot.efi   the other boot loader, to compare ours with
#   uki.stub           the stub for unified kernel images
#   initrd.cpio        busybox, and an /init that reports what it sees, then powers off or offers a login
. "$(dirname "$0")/lib.sh"

case "${1-}" in
  x86_64) debian=amd64 ;;
  aarch64) debian=arm64 ;;
  *) say "usage: eng/guest.sh x86_64|aarch64 [DIR]"; exit 2 ;;
esac
dir=${2:-$top/artifacts/guest/$1}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

main() {
  local file
  for file in vmlinuz busybox efivarfs.ko modules/dm-verity.ko systemd-boot.efi uki.stub; do
    [ -s "$dir/$file" ] || { fetch; break; }
  done
  pack >"$work/initrd.cpio"
  cmp -s "$work/initrd.cpio" "$dir/initrd.cpio" || mv "$work/initrd.cpio" "$dir/initrd.cpio"
}

fetch() {
  command -v apt-get >/dev/null || give_up "Debian's kernel and busybox can only be fetched with apt-get" \
    "put vmlinuz and a static busybox for $debian into $dir"
  know_architecture "$debian"
  local kernel
  kernel=$(kernel_package)
  if [ -z "$kernel" ]; then
    may_install "apt's lists of packages"
    apt_get update
    kernel=$(kernel_package)
  fi
  [ -n "$kernel" ] || give_up "apt knows no linux-image-cloud-$debian" "apt-get update"

  say "fetching $kernel, busybox-static and systemd-boot-efi for $debian"
  # The user that apt downloads as may not write here.
  (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$kernel:$debian" "busybox-static:$debian" "systemd-boot-efi:$debian")
  take 'linux-image-*.deb' './boot/vmlinuz-*' vmlinuz
  take 'linux-image-*.deb' './lib/modules/*/kernel/fs/efivarfs/efivarfs.ko' efivarfs.ko
  take_modules dm-mod dm-bufio dm-verity erofs dax libcrc32c reed_solomon
  take 'busybox-static_*.deb' '*bin/busybox' busybox
  take 'systemd-boot-efi_*.deb' '*/systemd-boot*.efi' systemd-boot.efi
  take 'systemd-boot-efi_*.deb' '*/linux*.efi.stub' uki.stub
}

# The real package behind the one without a version.
kernel_package() {
  apt-cache depends "linux-image-cloud-$debian:$debian" 2>/dev/null \
    | sed -n 's/^ *Depends: \(linux-image-[0-9][^:]*\).*/\1/p' || true
}

# take PACKAGE PATTERN NAME: copies the one file of the package that matches the pattern.
take() {
  # shellcheck disable=SC2086 # the package's name is a pattern too
  dpkg-deb --fsys-tarfile "$work"/$1 | tar -xO --wildcards "$2" >"$work/$3"
  mv "$work/$3" "$dir/$3"
}

# take_modules NAME...: those modules of the kernel's package; the kernel of one machine may have one built in that another has not.
take_modules() {
  local name
  dpkg-deb --fsys-tarfile "$work"/linux-image-*.deb | tar -x -C "$work" ./lib/modules
  rm -rf "$dir/modules"
  mkdir -p "$work/modules"
  for name; do
    find "$work/lib/modules" -name "$name.ko" -exec cp {} "$work/modules" \;
  done
  mv "$work/modules" "$dir/modules"
}

# A newc archive, as the kernel's usr/gen_init_cpio writes it; /dev/console is in the kernel's own.
pack() {
  local LC_ALL=C inode=0
  init >"$work/init"
  printf busybox >"$work/sh"
  local folder
  for folder in bin dev proc sys; do
    entry "$folder" 040755
  done
  entry bin/busybox 0100755 "$dir/busybox"
  entry bin/sh 0120777 "$work/sh"
  entry efivarfs.ko 0100644 "$dir/efivarfs.ko"
  entry init 0100755 "$work/init"
  inode=-1
  entry 'TRAILER!!!' 0
}

# entry NAME MODE [CONTENT]
entry() {
  local name=$1 mode=$2 content=${3:-/dev/null} size
  size=$(wc -c <"$content")
  inode=$((inode + 1))
  # magic, inode, mode, user, group, links, time, size, device, device of a node, length of the name with its NUL, check
  printf '070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%s\0' \
    "$inode" "$((mode))" 0 0 1 0 "$size" 0 0 0 0 "$((${#name} + 1))" 0 "$name"
  pad $((110 + ${#name} + 1))
  cat "$content"
  pad "$size"
}

# pad LENGTH: zeros up to the next four bytes.
pad() { head -c $(((4 - $1 % 4) % 4)) /dev/zero; }

init() {
  cat <<'EOF'
#!/bin/sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev

say() { echo "bq2-guest: $*"; }

# What the boot loader left in the firmware's variables: four bytes of attributes, then UTF-16.
insmod /efivarfs.ko
mount -t efivarfs efivarfs /sys/firmware/efi/efivars
left() { tail -c +5 "/sys/firmware/efi/efivars/$1-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f" | tr -d '\000'; }

# The kernel may still be searching for the disk when we start.
tries=0
while [ ! -e /sys/block/nvme0n1 ] && [ $tries -lt 50 ]; do
  sleep 0.1
  tries=$((tries + 1))
done

say "kernel $(uname -sr)"
say "machine $(uname -m)"
say "command line $(cat /proc/cmdline)"
say "loader $(left LoaderInfo), on partition $(left LoaderDevicePartUUID), started $(left LoaderEntrySelected)"
for disk in /sys/block/nvme*; do
  [ -e "$disk" ] && say "disk ${disk##*/} $(($(cat "$disk/size") * 512)) bytes"
done
say "done"

# A kernel with panic= on its command line runs unattended, so power off; otherwise offer a login.
grep -q panic= /proc/cmdline && poweroff -f
mkdir -p /etc
echo 'root::0:0:root:/:/bin/sh' >/etc/passwd
console=$(cat /sys/class/tty/console/active)
while :; do setsid getty -L 115200 "${console##* }" vt100; done
EOF
}

main
