#!/usr/bin/env bash
# eng/pictures.sh [DIR]: draws the README's pictures into DIR (docs/pictures when not given):
#   menu.svg   the boot menu, from QEMU's serial output
#   tour.svg   the README's tour as an animation: each line and its output
# The pace is fixed, so the same output gives the same bytes; another kernel or firmware prints something else.
. "$(dirname "$0")/lib.sh"

[[ $# -le 1 && ${1-} != -* ]] || { say "usage: eng/pictures.sh [DIR]"; exit 2; }
out=${1:-$top/docs/pictures}
need qemu-system-x86 ovmf
"$top/eng/guest.sh" x86_64
"$top/eng/build.sh"

pictures=$top/artifacts/bin/Bq2.Pictures/release/Bq2.Pictures.dll
guest=$top/artifacts/guest/x86_64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/out" "$work/told" "$work/esp/loader"
out=$(cd "$out" && pwd)
cp "$guest/vmlinuz" "$guest/initrd.cpio" "$work/out/"
ln -s "$top/bin" "$work/bin"
cd "$work"

# The first line of the tour builds, which is already done.
tour() { sed -n '/^## A tour/,/^## / { /^bin[/]/p }' "$top/README.md"; }

record_tour() {
  local line n=10
  while IFS= read -r line; do
    # The remark behind a command is the README's.
    sed -E 's/ +# .*//' <<<"$line" >"told/$n.sh"
    bash "told/$n.sh" </dev/null >"told/$n.out" 2>&1 || { cat "told/$n.out" >&2; exit 1; }
    n=$((n + 1))
  done < <(tour)
  dotnet "$pictures" recording told >tour.svg
}

photograph_menu() {
  # No clock counts down in this menu, and the screen has 80 by 25 letters.
  printf '%s\n' 'timeout menu-force' 'console-mode 0' 'auto-poweroff yes' >esp/loader/loader.conf
  printf '%s\n' 'title Debian, rescue shell' 'linux /linux' 'initrd /initrd' 'options console=ttyS0 single' >rescue.conf
  bin/bq2-image build -o menu.img --arch x86_64 --kernel out/vmlinuz --initrd out/initrd.cpio --cmdline 'console=ttyS0 quiet' \
    --title Debian --entry rescue.conf --from esp --quiet
  bin/bq2-image run menu.img --expect 'h helps.' --timeout 60 >menu.said
  dotnet "$pictures" screen <menu.said >menu.svg
}

record_tour
photograph_menu
# Rename last: the old pictures stay until all are drawn.
mv tour.svg menu.svg "$out/"
