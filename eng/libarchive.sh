#!/usr/bin/env bash
# eng/libarchive.sh FOLDER: reads the tar archives of libarchive's tests, which are the .uu files in a checkout of its libarchive/test, and
# compares what comes out with what bsdtar unpacks. Prints a line for each: same, refused with the reason, or what differs.
. "$(dirname "$0")/lib.sh"
cd "$top"
[ $# = 1 ] || { say "usage: eng/libarchive.sh FOLDER"; exit 2; }
need libarchive-tools python3 gzip

work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
decode() {
  python3 - "$1" "$2" <<'PYTHON'
import binascii, sys
lines = open(sys.argv[1], "rb").read().split(b"\n")
start = next(i for i, line in enumerate(lines) if line.startswith(b"begin "))
with open(sys.argv[2], "wb") as out:
    for line in lines[start + 1:]:
        if line.strip() == b"end":
            break
        out.write(binascii.a2b_uu(line + b"\n"))
PYTHON
}

# Files with their kinds, times and links; the root has no time of its own, and folders that an archive does not name have today's.
listing() { (cd "$1" && find . -mindepth 1 \( -type d -printf '%P %y\n' -o -printf '%P %y %m %s %Ts %n %l\n' \) | LC_ALL=C sort); }

shopt -s nullglob
same=0 refused=0 different=0
for file in "$1"/*.tar*.uu "$1"/*.t[bglx]z.uu "$1"/*.pax*.uu "$1"/*.lz.uu; do
  name=$(basename "$file" .uu)
  rm -rf "${work:?}"/*
  mkdir "$work/theirs" "$work/ours"
  decode "$file" "$work/$name"
  it=$work/$name
  # Of compress only bsdtar knows; gzip unpacks it.
  [ "${name%.Z}" = "$name" ] || { gzip -dc "$it" >"${it%.Z}" || true; it=${it%.Z}; }
  theirs=$(LC_ALL=C.UTF-8 bsdtar -xpf "$it" -C "$work/theirs" 2>&1) && read=yes || read=no
  if ! ours=$(timeout 60 bin/bq2-image unpack "$it" "$work/ours" 2>&1); then
    refused=$((refused + 1))
    echo "$name: refused ($read to bsdtar): $(head -n 1 <<<"$ours" | sed "s|$work/||g")"
  elif diff <(listing "$work/theirs") <(listing "$work/ours") >"$work/list" &&
    diff -r --no-dereference "$work/theirs" "$work/ours" >>"$work/list" 2>&1; then
    same=$((same + 1))
    [ "$read" = yes ] || echo "$name: same, though bsdtar says: $(head -n 1 <<<"$theirs")"
  else
    different=$((different + 1))
    echo "$name: different ($read to bsdtar)"
    sed "s|$work/||g; s/^/  /" "$work/list" | head -n 8
  fi
done
echo "$same the same, $refused refused, $different different"
