#!/usr/bin/env bash
# bench/make-ilc-object.sh [FOLDER [CLASSES]]: one large object of ilc's to time links with, into FOLDER
# (artifacts/linkset/ilc when not given): the loader and 12,000 generated classes that call each other, some 20 MB.
#   large.obj     what ilc makes of them for windows on x64
#   runtime.obj   what it leaves undefined, for linkers that do not bring that themselves
. "$(dirname "$0")/../eng/lib.sh"

folder=${1-$top/artifacts/linkset/ilc}
classes=${2-12000}
[[ $classes =~ ^[1-9][0-9]*$ ]] || { say "usage: bench/make-ilc-object.sh [FOLDER [CLASSES]]"; exit 2; }
need clang llvm
need_dotnet

version=$(sed -n 's/.*<IlcVersion>\(.*\)<.*/\1/p' "$top/Directory.Packages.props")
ilc=${NUGET_PACKAGES-$HOME/.nuget/packages}/runtime.linux-x64.microsoft.dotnet.ilcompiler/$version/tools/ilc
[ -x "$ilc" ] || give_up "ilc $version is not restored" "eng/build.sh"
sdk=$(dotnet --list-sdks | sed -n 's/^\(10[^ ]*\) \[\(.*\)]$/\2\/\1/p' | tail -n 1)
mkdir -p "$folder"
cd "$folder"

# Every class overrides, keeps an object and statics, says texts, and calls classes all over the program.
source() {
  awk -v classes="$classes" '
    function random(below) { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) % below }
    function name(i) { return "Group" int(i / 100) "Part" i }

    function class(i,   k, other) {
      printf "internal class %s : %s\n{\n", name(i), i ? name(int((i - 1) / 3)) : "Root"
      printf "    internal static readonly new %s One = new();\n", name(i)
      printf "    private static long s_count = %d;\n    private static long s_free;\n", i
      printf "    public override long Count(long x) => x * %d + s_free++ + One.Kept;\n", i % 91 + 2
      printf "    public override long Turn(long x, string text)\n    {\n        s_count += x;\n"
      printf "        return Loop(text.Length > %d ? text : \"class %d of the program turned %d times\", x);\n    }\n", i % 13, i, random(100000)
      if (i % 2)
        printf "    public override long Sum(Root other) => other.Count(Kept) + base.Sum(One);\n"
      loop()
      choose()
      step(i)
      print "}"
    }

    function loop() {
      print "    private static long Loop(string text, long x)\n    {"
      print "        Pair<long> pair = default;\n        pair.First = x;\n        long sum = x;"
      print "        for (int i = 0; i < text.Length; i++)\n            sum += i ^ (x >> 3);"
      print "        return pair.Same(sum) ? sum : Choose(sum, text);\n    }"
    }

    function choose(   k, other) {
      print "    private static long Choose(long x, string text) => (x & 7) switch\n    {"
      for (k = 0; k < 7; k++) {
        other = name(random(classes))
        printf k % 2 ? "        %d => %s.One.Count(x),\n" : "        %d => %s.Step(x - text.Length),\n", k, other
      }
      print "        _ => x + text.Length,\n    };"
    }

    function step(i) {
      print "    internal static new long Step(long x)\n    {"
      printf "        Root next = %s.One;\n", name(random(classes))
      printf "        if (x > %d)\n            return next.Turn(x, \"step %d, then %d\");\n", random(1000), i, random(100000)
      if (2 * i + 2 < classes)
        printf "        x += %s.Step(x) - %s.Step(x + 1);\n", name(2 * i + 1), name(2 * i + 2)
      printf "        return next.Sum(%s.One) + x / %d;\n    }\n", name(random(classes)), random(1000) + 3
    }

    BEGIN {
      seed = 1
      print "namespace Bq2.Bench.Large;"
      print "internal struct Pair<T> { public T First; public readonly bool Same(long x) => x > 3; }"
      print "internal class Root\n{\n    internal static readonly Root One = new();\n    public long Kept;"
      print "    public virtual long Count(long x) => x + Kept;"
      print "    public virtual long Turn(long x, string text) => x * text.Length;"
      print "    public virtual long Sum(Root other) => Kept + other.Kept;"
      print "    internal static long Step(long x) => x;\n}"
      for (i = 0; i < classes; i++)
        class(i)
      print "internal static class Start\n{"
      print "    [System.Runtime.InteropServices.UnmanagedCallersOnly(EntryPoint = \"Large\")]"
      print "    internal static long Main(long x) => " name(0) ".Step(x);\n}"
    }'
}

source >large.cs
find "$top/firmware/Core" "$top/firmware/Loader" "$top/Bq2.Efi/Shared" -name '*.cs' -not -path '*/Core/Managed/*' | LC_ALL=C sort >sources.txt
printf '%s\n' "$top/firmware/Usings.cs" large.cs >>sources.txt
dotnet "$sdk/Roslyn/bincore/csc.dll" -nologo -noconfig -nostdlib -unsafe -optimize -deterministic -nullable:enable -langversion:14 \
  -runtimemetadataversion:v4.0.30319 -target:library -out:large.dll -nowarn:CS0169,CS0649 @sources.txt
"$ilc" large.dll -o:large.obj --systemmodule:large --targetos:windows --targetarch:x64 --nativelib -O --noinlinetls

# Nobody runs the program: that the names are defined is enough.
{
  echo '.text'
  llvm-nm --undefined-only --just-symbol-name large.obj | LC_ALL=C sort -u | sed 's/.*/.globl &\n&: ret/'
} | llvm-mc -triple=x86_64-pc-windows-msvc -filetype=obj -o runtime.obj -
say "$(du -h --apparent-size large.obj | cut -f 1) in $folder/large.obj"
