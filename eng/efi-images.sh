#!/usr/bin/env bash
# eng/efi-images.sh [DIR]: downloads other projects' UEFI programs into DIR (artifacts/efi-images when not given), for tests to
# compare with: each file as ARCHITECTURE/PACKAGE/NAME. Downloaded once; nothing is installed.
. "$(dirname "$0")/lib.sh"

dir=${1:-$top/artifacts/efi-images}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

both=(shim-signed shim-unsigned systemd-boot-efi efitools refind fwupd-unsigned efibootguard)
amd64=("${both[@]}" shim-helpers-amd64-signed grub-efi-amd64-bin grub-efi-amd64-signed fwupd-amd64-signed
  memtest86+ ipxe syslinux-efi xen-hypervisor-4.17-amd64 grub-efi-ia32-bin)
arm64=("${both[@]}" shim-helpers-arm64-signed grub-efi-arm64-bin grub-efi-arm64-signed fwupd-arm64-signed)

# fetch ARCHITECTURE PACKAGE...: downloads missing packages. A folder gets its name when it is complete.
fetch() {
  local architecture=$1 package missing=()
  for package in "${@:2}"; do
    [ -d "$dir/$architecture/$package" ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  command -v apt-get >/dev/null || give_up "Debian's packages can only be fetched with apt-get" "put their EFI images into $dir/$architecture/PACKAGE"
  know_architecture "$architecture"
  say "fetching ${missing[*]} for $architecture"
  mkdir -p "$dir/$architecture" "$work/$architecture"
  # The user that apt downloads as may not write here.
  (cd "$work/$architecture" && apt_download) \
    || { may_install "apt's lists of packages"; apt_get update; (cd "$work/$architecture" && apt_download); }
  for package in "${missing[@]}"; do
    take_images "$architecture" "$package"
  done
}

apt_download() { apt-get -qq -o APT::Sandbox::User=root download "${missing[@]/%/:$architecture}"; }

# A program without an operating system has one of these names.
take_images() {
  local archive file
  archive=("$work/$1/$2"_*.deb)
  mkdir "$work/$1/$2" "$work/$1/$2.images"
  dpkg-deb --extract "${archive[0]}" "$work/$1/$2"
  find "$work/$1/$2" -type f \( -name '*.efi' -o -name '*.efi.signed' -o -name '*.efi.stub' \) | LC_ALL=C sort | while read -r file; do
    # syslinux has the same name for two machines.
    mv "$file" "$work/$1/$2.images/$(basename "$(dirname "$file")")-$(basename "$file")"
  done
  mv "$work/$1/$2.images" "$dir/$1/$2"
}

fetch amd64 "${amd64[@]}"
fetch arm64 "${arm64[@]}"
