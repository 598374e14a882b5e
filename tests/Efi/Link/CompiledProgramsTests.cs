using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>What a C++ compiler makes, through lld-link and through ours: each section holds the same bytes.</summary>
public sealed class CompiledProgramsTests
{
    private const string Judges = "lld-link clang llvm-ar";

    // Two objects bring the same templates, inline functions and data; one copy stays.
    private const string Templates = """
        template<class T> struct Box { T v; virtual T get() { return v; } virtual ~Box(); };
        template<class T> Box<T>::~Box() {}
        inline int shared_inline(int x) { static int count; return count += x; }
        __declspec(selectany) int any_one = 7;
        """;

    private const string Program = Templates + """

        extern "C" int tentative[10];
        const char* names[] = { "same text", "other text", "same text" };
        void operator delete(void*) {}
        int from_b(int);
        extern "C" int in_library(int);
        #pragma comment(linker, "/alternatename:missing_fn=alternate_fn")
        #pragma comment(linker, "/include:kept_alone")
        extern "C" int missing_fn(int);
        extern "C" int alternate_fn(int x) { return x - 1; }
        extern "C" int kept_alone(int x) { return x + 100; }
        extern "C" int dropped(int x) { return x + 101; }
        extern "C" __attribute__((weak)) int weak_fn(int x) { return x + 102; }
        extern "C" __attribute__((weak)) int nowhere(int x);
        extern "C" unsigned long long EfiMain(void* image, void* table)
        {
            Box<int> a;
            Box<long long> b;
            a.v = any_one;
            b.v = tentative[3];
            return a.get() + b.get() + shared_inline(2) + from_b(3) + in_library(5) + missing_fn(9) + weak_fn(1)
                + (nowhere ? nowhere(1) : 0) + names[(long long)image & 1][0];
        }
        """;

    private const string Second = Templates + """

        extern "C" int tentative[10];
        int from_b(int x) { Box<int> b; b.v = x; return b.get() + shared_inline(x) + any_one + tentative[1]; }
        """;

    [Needs(Judges)]
    [InlineData(Machine.X64, "rcs")]
    [InlineData(Machine.Arm64, "rcs")]
    [InlineData(Machine.X64, "rcsT")]     // thin: the members stay files of their own
    public void TwoObjectsAndAnArchiveLinkToTheSameBytes(Machine machine, string kind)
    {
        using var temp = new TempFolder();
        var objects = Objects(temp, machine);
        string library = Library(temp, machine, kind);

        var link = EfiLinker.Link(objects, Lld.Options with { Libraries = [CoffArchive.Read(library)] });

        Lld.AssertSameSections(machine, Lld.Link(temp, [.. objects.Select(o => o.Path), library]), link);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void CollectionCanBeTurnedOff(Machine machine)
    {
        using var temp = new TempFolder();
        var objects = Objects(temp, machine);
        string library = Library(temp, machine, "rcs");
        var options = Lld.Options with { Libraries = [CoffArchive.Read(library)], Collect = false };

        var link = EfiLinker.Link(objects, options);

        Lld.AssertSameSections(machine, Lld.Link(temp, [.. objects.Select(o => o.Path), library, "/opt:noref"]), link);
    }

    [Needs("llvm-mc lld-link")]
    [InlineData(Machine.X64, 40_000)]     // more than sixteen bits with a sign can number
    [InlineData(Machine.X64, 66_000)]     // and than those without: the object is a big one
    public void ManySectionsAreReadLikeFew(Machine machine, int count)
    {
        using var temp = new TempFolder();
        var source = new StringBuilder(".text\n.globl EfiMain\nEfiMain: ret\n");
        source.Append(System.Globalization.CultureInfo.InvariantCulture, $".quad f{count - 1}\n");
        for (int i = 0; i < count; i++)
        {
            source.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $".section .rdata$f{i:d5},\"dr\",one_only,f{i}\n.globl f{i}\nf{i}: .quad {i}\n");
        }

        var big = Assembler.Assemble(temp, "big.obj", machine, source.ToString());

        Assert.True(big.Sections.Length > count);
        Lld.AssertSameSections(machine, Lld.Link(temp, big.Path), Lld.LikeLld(big));
        Lld.AssertSameSections(
            machine, Lld.Link(temp, big.Path, "/opt:noref"), EfiLinker.Link([big], Lld.Options with { Collect = false }));
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    public void AnArchiveGivesOnlyWhatIsWanted(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", machine,
            """extern "C" int deeper(int); extern "C" int EfiMain() { return deeper(1); }""");
        var archive = CoffArchive.Read(Library(temp, machine, "rcs"));

        byte[] image = EfiLinker.Link([program], Lld.Options with { Libraries = [archive], Collect = false }).Image!;

        Assert.Equal(4, archive.SymbolCount);
        Assert.True(image.AsSpan().IndexOf(BitConverter.GetBytes(0x12345678)) < 0);    // never()'s constant
        Assert.True(image.AsSpan().IndexOf(BitConverter.GetBytes(0x23456789)) >= 0);   // deeper()'s
    }

    [Needs(Judges)]
    [InlineData(Machine.X64, Machine.Arm64)]
    public void AMemberForAnotherMachineIsNamed(Machine machine, Machine other)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", machine,
            """extern "C" int in_library(int); extern "C" int EfiMain() { return in_library(1); }""");

        var fault = Assert.Single(EfiLinker.Link([program], new() { Libraries = [CoffArchive.Read(Library(temp, other, "rcs"))] }).Faults);

        Assert.Equal(("LNK002", temp["some.lib"] + "(one.obj)"), (fault.Code, fault.Path));
    }

    // Of each file one function or its wish: what is strong wins among objects, and an archive is asked for what no object has.
    [Needs(Judges)]
    [InlineData("calls weak", 0x111)]
    [InlineData("weak calls", 0x111)]
    [InlineData("calls weak strong", 0x333)]
    [InlineData("strong calls weak", 0x333)]
    [InlineData("calls weak strong.lib", 0x111)]
    [InlineData("weak strong.lib calls", 0x111)]
    [InlineData("calls strong.lib", 0x333)]
    [InlineData("calls weak.lib", 0x111)]
    [InlineData("calls strong.lib weak.lib", 0x333)]
    [InlineData("calls weak.lib strong.lib", 0x111)]
    [InlineData("calls_if strong", 0x333)]
    [InlineData("calls_if", 0x444)]
    [InlineData("calls_if strong.lib", 0x444)]
    [InlineData("calls_other alternate", 0x555)]
    [InlineData("calls_other alternate strong.lib", 0x333)]
    public void WeakOnesGiveWayAsWithLld(string files, int expected)
    {
        using var temp = new TempFolder();
        var objects = new List<CoffObject>();
        var libraries = new List<string>();
        foreach (string file in files.Split(' '))
        {
            var made = Assembler.Compile(temp, file + ".obj", Machine.X64, WeakSource(file.Replace(".lib", "", StringComparison.Ordinal)));
            if (!file.EndsWith(".lib", StringComparison.Ordinal))
            {
                objects.Add(made);
                continue;
            }

            RealTool.LlvmAr.Run("rcs", temp[file], made.Path).Accepts();
            libraries.Add(temp[file]);
        }

        var link = EfiLinker.Link(objects, Lld.Options with { Libraries = [.. libraries.Select(CoffArchive.Read)] });

        Lld.AssertSameSections(Machine.X64, Lld.Link(temp, [.. objects.Select(o => o.Path), .. libraries]), link);
        Assert.True(link.Image.AsSpan().IndexOf(BitConverter.GetBytes(expected)) >= 0);
    }

    private static string WeakSource(string file) => file switch
    {
        "calls" => """extern "C" int f(); extern "C" int EfiMain() { return f(); }""",
        "calls_if" => """extern "C" __attribute__((weak)) int f(); extern "C" int EfiMain() { return f ? f() : 0x444; }""",
        "calls_other" => """
            #pragma comment(linker, "/alternatename:f=other")
            extern "C" int f(); extern "C" int EfiMain() { return f(); }
            """,
        "alternate" => """extern "C" int other() { return 0x555; }""",
        "weak" => """extern "C" __attribute__((weak)) int f() { return 0x111; }""",
        "strong" => """extern "C" int f() { return 0x333; }""",
        _ => throw new ArgumentException(file),
    };

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    public void EqualReadOnlyDataIsKeptOnceIfAskedFor(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", machine, """
            extern const int first[4]; extern const int second[4]; extern const int other[4];
            __declspec(selectany) extern const int first[4] = { 1, 2, 3, 4 };
            __declspec(selectany) extern const int second[4] = { 1, 2, 3, 4 };
            __declspec(selectany) extern const int other[4] = { 1, 2, 3, 5 };
            extern "C" const int* EfiMain(long i) { return i == 0 ? first : i == 1 ? second : other; }
            """);

        int folded = RdataLength(program, Folding.All), whole = RdataLength(program, Folding.None);

        Assert.Equal(16, whole - folded);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    public void UnsupportedDirectivesAreWarnings(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", machine, """
            #pragma comment(linker, "/export:EfiMain")
            #pragma comment(linker, "/failifmismatch:\"flavour=sweet\"")
            extern "C" int EfiMain() { return 0; }
            """);
        var other = Assembler.Compile(temp, "b.obj", machine, """
            #pragma comment(linker, "/failifmismatch:\"flavour=sour\"")
            """);

        Assert.Contains(
            EfiLinker.Link([program]).Warnings,
            w => w.Code == "LNK020" && w.Message.Contains("EXPORT:EfiMain", StringComparison.Ordinal));
        Assert.Contains(EfiLinker.Link([program, other]).Faults, f => f.Code == "LNK018" && f.Path == other.Path);
    }

    // The last one asks for room. That two may ask under one name is not for this judge: lld keeps both.
    private static CoffObject[] Objects(TempFolder temp, Machine machine) =>
    [
        Assembler.Compile(temp, "a.obj", machine, Program),
        Assembler.Compile(temp, "b.obj", machine, Second),
        Assembler.Assemble(temp, "c.obj", machine, ".comm tentative,40\n"),
    ];

    private static int RdataLength(CoffObject program, Folding fold)
    {
        var image = PeImage.Read("a.efi", EfiLinker.Link([program], new() { Fold = fold }).Image);
        return (int)image.Sections[Enumerable.Range(0, image.Sections.Length).First(i => image.SectionName(i) == ".rdata")].VirtualSize;
    }

    private static string Library(TempFolder temp, Machine machine, string kind)
    {
        string[] members =
        [
            Assembler.Compile(temp, "one.obj", machine,
                """extern "C" int deeper(int); extern "C" int in_library(int x) { return deeper(x) * 2; }""").Path,
            Assembler.Compile(temp, "two_with_a_long_name.obj", machine, """extern "C" int deeper(int x) { return x + 0x23456789; }""")
                .Path,
            Assembler.Compile(temp, "three.obj", machine,
                """extern "C" int never(int x) { return x + 0x12345678; } extern "C" int nor_this(int x) { return x; }""").Path,
        ];
        RealTool.LlvmAr.Run([kind, temp["some.lib"], .. members]).Accepts();
        return temp["some.lib"];
    }
}
