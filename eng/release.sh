#!/usr/bin/env bash
# eng/release.sh [DIR]: makes everything that a release consists of into DIR (artifacts/release when not given), signed with nothing:
#   bq2-VERSION-linux-x64.tar.gz, -linux-arm64.tar.gz   program, links, completions and manual; unpacked over ~/.local or /usr/local
#   bq2_VERSION_amd64.deb, _arm64.deb                   the same for Debian and what descends from it
#   *.nupkg, *.snupkg                                   libraries, SDK, templates, and the program as a tool of .NET
#   SHA256SUMS                                          their sums
# The same sources make the same bytes in any folder and at any time. BQ2_NO_BUILD=1 packs what is built already.
. "$(dirname "$0")/lib.sh"
case "$#${1-}" in
  0 | 1[!-]*) ;;
  *) say "usage: eng/release.sh [DIR]"; exit 2 ;;
esac
mkdir -p "${1:-$top/artifacts/release}"
dir=$(cd "${1:-$top/artifacts/release}" && pwd)
cd "$top"
umask 022
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
host=artifacts/publish/Bq2.Cli/release_linux-x64/bq2

main() {
  need binutils binutils-aarch64-linux-gnu dpkg-dev xz-utils
  eng/native.sh linux-x64 linux-arm64
  version=$("$host" --version)
  set_time
  # What is where releases are left was made of the same, and nobody has touched it: it would be the same again.
  local mark=artifacts/release.made of
  of="$(sources eng/release.sh README.md CHANGELOG.md LICENSE)$(sha256sum "$host" "${host/x64/arm64}")$SOURCE_DATE_EPOCH$maintainer"
  [ "$dir" != "$top/artifacts/release" ] || ! is_made "$mark" "$of" || return 0

  mkdir "$work/made"
  packages
  local target
  for target in linux-x64 linux-arm64; do
    tree "$target"
    tarball "$target"
    deb "$target"
  done
  (cd "$work/made" && sha256sum -- * >SHA256SUMS)

  rm -f "$mark" "$dir"/*.tar.gz "$dir"/*.deb "$dir"/*.nupkg "$dir"/*.snupkg
  mv "$work/made"/* "$dir"
  [ "$dir" != "$top/artifacts/release" ] || printf '%s\n' "$of" >"$mark"
  say "$dir: $(find "$dir" -type f | wc -l) files of version $version"
}

# is_made MARK OF
is_made() { [ "$(cat "$1" 2>/dev/null)" = "$2" ] && (cd "$dir" && sha256sum --check --strict --quiet SHA256SUMS >/dev/null 2>&1); }

# The time of all files: the day of the newest release that the change log dates, unless somebody knows better.
set_time() {
  local day
  day=$(sed -n 's/^## .*(\([0-9-]*\))$/\1/p' CHANGELOG.md | sort | tail -n 1)
  export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d "$day" +%s)}
}

# The libraries, the SDK, the templates, and of the tool the package that names the others; then those, one for each machine.
packages() {
  pack Bq2.sln
  local target
  for target in linux-x64 linux-arm64; do
    # Not to be published once more: what eng/native.sh left there is what is packed.
    pack Bq2.Cli -r "$target" -p:IsPublishable=false
  done
}

pack() {
  dotnet pack -c Release --no-build --no-restore -v quiet -nologo -o "$work/made" "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

# tree TARGET: what is installed, under $work/TARGET as under ~/.local.
tree() {
  local root=$work/$1 name
  install -D "artifacts/publish/Bq2.Cli/release_$1/bq2" "$root/bin/bq2"
  "$host" --install "$work/links" --quiet
  links=$(find "$work/links" -type l ! -name bq2 -printf '%f ')
  for name in $links; do
    ln -s bq2 "$root/bin/$name"
  done

  completions "$root/share"
  "$host" man -o "$root/share/man/man1" --quiet
  gzip -9n "$root"/share/man/man1/*
  install -D -m 644 -t "$root/share/doc/bq2" LICENSE COPYRIGHT
  readme >"$root/share/doc/bq2/README.md"
}

# completions SHARE: where each shell looks for them, which for bash and fish is under each name.
completions() {
  local bash=$1/bash-completion/completions zsh=$1/zsh/site-functions fish=$1/fish/vendor_completions.d name
  mkdir -p "$bash" "$zsh" "$fish" "$1/powershell"
  "$host" completion bash >"$bash/bq2"
  "$host" completion zsh >"$zsh/_bq2"
  "$host" completion fish >"$fish/bq2.fish"
  "$host" completion powershell >"$1/powershell/bq2.ps1"
  for name in $links; do
    ln -s bq2 "$bash/$name"
    ln -s bq2.fish "$fish/$name.fish"
  done
}

readme() {
  cat <<EOF
# Bq2 $version

Turns C# and a Linux kernel into a disk that boots. The program needs the C library and nothing else. Unpack it over a folder that is
searched for programs, manual pages and completions:

    tar -xzf bq2-$version-linux-x64.tar.gz --strip-components=1 -C ~/.local
    bq2 --version
    man bq2-image-build

To boot what you build, install QEMU and firmware; to compile C#, the .NET 10 SDK. In PowerShell, load share/powershell/bq2.ps1.
COPYRIGHT lists what others contributed.
EOF
}

# Every name in order, every time and owner the same.
tarball() {
  local name=bq2-$version-$1
  tar -C "$work/$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu --transform="s,^\.,$name,S" -c . \
    | gzip -9n >"$work/made/$name.tar.gz"
}

deb() {
  local root=$work/deb-$1 doc=$work/deb-$1/usr/share/doc/bq2 architecture readelf=readelf
  case $1 in
    linux-x64) architecture=amd64 ;;
    linux-arm64) architecture=arm64 readelf=aarch64-linux-gnu-readelf ;;
  esac
  mkdir -p "$root/DEBIAN"
  cp -a "$work/$1" "$root/usr"
  mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
  mv "$doc/COPYRIGHT" "$doc/copyright"
  rm "$doc/LICENSE" "$doc/README.md"
  changelog | gzip -9n >"$doc/changelog.gz"
  mkdir -p "$root/usr/share/lintian/overrides"
  overrides >"$root/usr/share/lintian/overrides/bq2"
  control "$architecture" "$("$readelf" -V "$root/usr/bin/bq2" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)" "$root" >"$root/DEBIAN/control"
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  # More than one thread splits the archive elsewhere.
  dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$root" "$work/made/bq2_${version}_$architecture.deb" >/dev/null
}

# What lintian objects to, and why it stays.
overrides() {
  cat <<'EOF'
# The runtime of .NET is linked into the program, and brings its own zlib.
bq2: embedded-library zlib *
# At a fixed address the program starts without relocating its tables, which is half of what a short command takes.
bq2: hardening-no-pie *
# The package is made by Bq2 itself, not for Debian's archive.
bq2: initial-upload-closes-no-bugs *
EOF
}

# control ARCHITECTURE GLIBC_VERSION ROOT
control() {
  cat <<EOF
Package: bq2
Version: $version
Architecture: $1
Maintainer: $maintainer
Installed-Size: $(find "$3/usr" -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
Depends: libc6 (>= ${2#GLIBC_})
Suggests: qemu-system-x86, ovmf, qemu-system-arm, qemu-efi-aarch64, dotnet-sdk-10.0
Section: utils
Priority: optional
Description: disk images and UEFI programs, made without root
 Bq2 turns a Linux kernel and an initrd into a disk that boots, on x86_64 and
 aarch64, with a boot loader of its own. It writes, reads and changes QCOW2,
 GPT and FAT, takes the options of qemu-img, links UEFI programs, and compiles
 them from C# where the .NET SDK is installed.
 .
 It needs no root, loop devices or containers. The same input always gives
 the same bytes.
EOF
}

# Whoever publishes the packages answers for them, and says so in BQ2_MAINTAINER.
maintainer=${BQ2_MAINTAINER:-The Bq2 developers <bq2@packages.invalid>}

# The newest part of CHANGELOG.md in the form that Debian's tools read.
changelog() {
  printf 'bq2 (%s) unstable; urgency=medium\n\n' "$version"
  awk '/^## / { if (part++) exit }
    item && /^  [^ ]/ { item = item substr($0, 2); next }
    item { print item; item = "" }
    /^- / { item = "  * " substr($0, 3) }' CHANGELOG.md \
    | fold -s -w 75 | sed -e 's/ *$//' -e 's/^\([^ ]\)/    \1/'
  printf '\n -- %s  %s\n' "$maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

main
