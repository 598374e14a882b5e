using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Efi.Link;

/// <summary>
/// The program that boots (tests/Booting/Linked), and another with what programs have besides, compiled in all the ways
/// that change what is in an object: through lld-link and through ours, section by section the same bytes.
/// </summary>
public sealed class CompilersAgainstLldTests
{
    private const string Judges = "lld-link clang llvm-ar llvm-lib";

    // Large data, tables and names: text that is said twice, jump tables, long section names, arrays of megabytes.
    private const string Others = """
        typedef unsigned long long u64;
        extern int printed(const char*);
        #pragma section(".rdata$a_section_with_a_long_name", read)
        #pragma section(".text$zz_code_with_a_long_name", read, execute)
        #pragma section("shared", read, write)
        __declspec(allocate(".rdata$a_section_with_a_long_name")) extern const int HERE(in_long_name)[] = { NUMBER, 2, 3 };
        __declspec(allocate("shared")) int HERE(in_shared)[3] = { NUMBER };
        int HERE(large_data)[700 << 10] = { 1, [699 << 10] = NUMBER };
        static char large_room[5 << 20];
        __attribute__((section(".text$zz_code_with_a_long_name"))) int HERE(in_named)(int x) { return x * NUMBER; }
        __attribute__((aligned(256))) char HERE(aligned)[300] = "aligned";
        const char* const HERE(words)[] = { "one text", "another text", "one text", "text" };
        const char16_t* const HERE(wide)[] = { u"wide", u"wide", u"wider" };
        const u64 HERE(addresses)[] = { (u64)&HERE(words)[1], (u64)&HERE(large_data)[690 << 10] };
        template<int N> __attribute__((noinline)) int nth(int x) { static int calls[N + 1]; return calls[x & N] += nth<N - 1>(x); }
        template<> inline int nth<0>(int x) { return x; }
        int HERE(jump)(int n)
        {
            switch (n) {
            case 1: return printed("one"); case 2: return large_room[n]++; case 3: return HERE(in_named)(n); case 4: return nth<9>(n);
            case 5: return printed("five"); case 6: return HERE(large_data)[n];
            case 7: return HERE(in_long_name)[n % 3]; case 8: return large_room[n * 1000000 % (5 << 20)];
            case 20: return HERE(in_shared)[n % 3]++;
            case 21: return HERE(aligned)[n] + HERE(wide)[1][0]; default: return printed(HERE(words)[n & 3]);
            }
        }
        """;

    private const string OtherMain = """
        #include "others.h"
        int other_jump(int);
        static u64 total;
        int printed(const char* text) { while (*text) total += *text++; return (int)total; }
        extern "C" u64 EfiMain(void* image, void*) { return jump((int)(u64)image) + other_jump((int)(u64)image) + addresses[0]; }
        """;

    [Needs(Judges)]
    [InlineData(Machine.X64, "-O0", true)]
    [InlineData(Machine.X64, "-O2 -fasynchronous-unwind-tables", true)]
    [InlineData(Machine.X64, "-Os", false)]
    [InlineData(Machine.X64, "-O1 -g -gcodeview", true)]
    [InlineData(Machine.X64, "-O2 -gdwarf", false)]
    [InlineData(Machine.X64, "-O2 -mcmodel=large", true)]
    [InlineData(Machine.X64, "-O2 -fno-data-sections -fno-function-sections", false)]
    [InlineData(Machine.Arm64, "-O0", true)]
    [InlineData(Machine.Arm64, "-O2 -fasynchronous-unwind-tables", false)]
    [InlineData(Machine.Arm64, "-O1 -g -gcodeview", false)]
    [InlineData(Machine.Arm64, "-O2 -gdwarf", true)]
    [InlineData(Machine.Arm64, "-O2 -fno-data-sections -fno-function-sections", true)]
    public void TheProgramThatBootsIsTheSame(Machine machine, string options, bool collect)
    {
        using var temp = new TempFolder();
        var objects = LinkedProgram.Objects.Select(file => Compile(temp, machine, file, options)).Append(Supplied(temp, machine)).ToArray();
        string library = Library(temp, machine, options, "llvm-ar", "rcs");

        AssertSame(temp, machine, objects, library, collect);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64, "-O0", true)]
    [InlineData(Machine.X64, "-O2", false)]
    [InlineData(Machine.X64, "-O2 -mcmodel=large", true)]
    [InlineData(Machine.Arm64, "-O0", false)]
    [InlineData(Machine.Arm64, "-O2", true)]
    public void LargeDataAndLongNamesLinkToTheSameBytes(Machine machine, string options, bool collect)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["others.h"], Others);
        File.WriteAllText(temp["a.cpp"], "#define HERE(name) name\n#define NUMBER 7\n" + OtherMain);
        File.WriteAllText(temp["b.cpp"], "#define HERE(name) other_##name\n#define NUMBER 9\n#include \"others.h\"\n");
        var objects = new[] { "a.cpp", "b.cpp" }.Select(name => Compile(temp, machine, temp[name], options)).Append(
            Supplied(temp, machine)).ToArray();

        AssertSame(temp, machine, objects, null, collect);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64, "llvm-ar", "rcs")]
    [InlineData(Machine.X64, "llvm-ar", "rcsT")]
    [InlineData(Machine.X64, "llvm-lib", "")]
    [InlineData(Machine.X64, "llvm-lib", "/llvmlibthin")]
    [InlineData(Machine.Arm64, "llvm-lib", "")]
    public void AnArchiveMayBeMadeByAnyone(Machine machine, string maker, string kind)
    {
        using var temp = new TempFolder();
        var objects = LinkedProgram.Objects.Select(file => Compile(temp, machine, file, "-O2")).Append(Supplied(temp, machine)).ToArray();

        AssertSame(temp, machine, objects, Library(temp, machine, "-O2", maker, kind), collect: true);
    }

    private static void AssertSame(TempFolder temp, Machine machine, CoffObject[] objects, string? library, bool collect)
    {
        string[] libraries = library is null ? [] : [library];
        var theirs = Lld.Link(temp, [.. objects.Select(o => o.Path), .. libraries, collect ? "/opt:ref" : "/opt:noref"]);

        Lld.AssertSameSections(
            machine, theirs,
            EfiLinker.Link(objects, Lld.Options with { Libraries = [.. libraries.Select(CoffArchive.Read)], Collect = collect }));
    }

    private static CoffObject Compile(TempFolder temp, Machine machine, string file, string options) =>
        LinkedProgram.Compile(temp, machine, file, ["-w", .. options.Split(' ')]);

    private static string Library(TempFolder temp, Machine machine, string options, string maker, string kind)
    {
        string[] members = [.. LinkedProgram.Members.Select(file => Compile(temp, machine, file, options).Path)];
        if (maker == "llvm-lib")
        {
            RealTool.LlvmLib.Run(
                ["/nologo", $"/out:{temp["some.lib"]}", .. kind.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. members]).Accepts();
        }
        else
            RealTool.LlvmAr.Run([kind, temp["some.lib"], .. members]).Accepts();
        return temp["some.lib"];
    }

    // What we bring by ourselves and lld does not; handed to both, it is out of the comparison.
    private static CoffObject Supplied(TempFolder temp, Machine machine)
    {
        var builder = new CoffBuilder(machine);
        builder.Symbol("__security_cookie", builder.Section(".data", SampleObject.Data, new byte[8]));
        builder.Symbol("__chkstk", builder.Section(".text", SampleObject.Code, new byte[4]));
        short code = builder.Section(".text", SampleObject.Code, new byte[4]);
        builder.Symbol("memset", code);
        builder.Symbol("memcpy", code);
        File.WriteAllBytes(temp["supplied.obj"], builder.ToBytes());
        return CoffObject.Read(temp["supplied.obj"]);
    }
}
