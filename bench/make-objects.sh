#!/usr/bin/env bash
# bench/make-objects.sh [FOLDER [FILES]]: the objects that links are timed with, into FOLDER (artifacts/linkset/c when
# not given): 60 files of C in which small functions call each other across all files, with tables of pointers, constants
# of which many are equal, and texts of which many are said twice; all that -ffunction-sections makes of it, some 100 MB.
# The same words give the same bytes. FOLDER/objects.txt lists the objects, one a line. BQ2_BRIEFLY=1 makes each small.
. "$(dirname "$0")/../eng/lib.sh"

folder=${1-$top/artifacts/linkset/c}
files=${2-60}
[[ $files =~ ^[1-9][0-9]*$ ]] || { say "usage: bench/make-objects.sh [FOLDER [FILES]]"; exit 2; }
each=2200
[ "${BQ2_BRIEFLY-}" != 1 ] || each=60
need clang
mkdir -p "$folder"
cd "$folder"

# c_source NUMBER: one file of the program. Function g of all lies in file g mod files, as its number g / files; g calls
# 2g+1 and 2g+2, so that all but the last tenth can be reached from the first.
c_source() {
  awk -v file="$1" -v files="$files" -v each="$each" '
    function random(below) { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) % below }
    function name(kind, g) { return kind "_" g % files "_" int(g / files) }
    function call(g) { calls = calls " + " name("Step", g) "(x)"; needs(g) }
    function needs(g) { print "long long " name("Step", g) "(long long);" }

    # Eight pointers, every second table for good; the last one leads to the table before.
    function table(i,   g) {
      g = i * files + file
      entries = ""
      for (k = 0; k < 7; k++) {
        target = random(functions)
        needs(target)
        entries = entries name("Step", target) ", "
      }
      printf "const void *%s%s[] = { %s%s };\n", i % 2 ? "const " : "", name("Table", g), entries, i ? name("Table", g - files) : 0
    }

    # Weights that differ by their number modulo 1000 alone: across files, most have their equals.
    function weights(i,   k) {
      printf "const int %s[] = {", name("Weights", i * files + file)
      for (k = 0; k < 12; k++)
        printf " %d,", (i % 1000) * 7919 + k
      print " };"
    }

    function step(i,   g, text) {
      g = i * files + file
      calls = ""
      if (2 * g + 2 < functions * 9 / 10) {
        call(2 * g + 1)
        call(2 * g + 2)
      }
      call(random(functions))
      call(random(functions))
      # One text in three is said in other files too.
      text = i % 6 == 0 ? "step " g " of the program could not be done" : i % 6 == 3 ? "this is said in many places, as text " random(20000) : ""
      printf "long long %s(long long x) { ", name("Step", g)
      if (i % 2)
        printf "Note(%s); ", text ? "\"" text "\"" : name("Table", int(i / 2) * files + file)
      else
        printf "x += %s[x & 7]; ", name("Weights", int(i / 2) * files + file)
      if (i % 6 == 0)
        printf "Note(\"%s\"); ", text
      printf "return x * %d%s; }\n", g % 97 + 3, calls
    }

    BEGIN {
      seed = file + 1
      functions = each * files
      print "void Note(const void *);"
      for (i = 0; i < each / 2; i++) {
        table(i)
        weights(i)
      }
      for (i = 0; i < each; i++)
        step(i)
      if (file == 0) {
        print "const void *volatile noted;"
        print "void Note(const void *what) { noted = what; }"
        print "long long EfiMain(void *image, void *table) { return " name("Step", 0) "((long long)image); }"
      }
    }'
}

compile() {
  c_source "$1" | clang --target=x86_64-pc-windows-msvc -O1 -ffunction-sections -fdata-sections -mno-incremental-linker-compatible -Wno-everything -x c -c - -o "part$1.obj"
}

running=0
for ((number = 0; number < files; number++)); do
  compile "$number" &
  running=$((running + 1))
  [ "$running" -lt "$(nproc)" ] || { wait -n; running=$((running - 1)); }
done
while [ "$running" -gt 0 ]; do
  wait -n
  running=$((running - 1))
done

for ((number = 0; number < files; number++)); do
  echo "part$number.obj"
done >objects.txt
say "$files objects, $(du -ch --apparent-size part*.obj | tail -n 1 | cut -f 1) in $folder"
