using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>What a C++ compiler makes, through lld-link and through ours: each section holds the same bytes.</summary>
public sealed class CompiledProgramsTests
{
    private const string Judges = "lld-link clang llvm-ar";

    [Needs(Judges)]
    [InlineData(Machine.X64, "rcs")]
    [InlineData(Machine.Arm64, "rcs")]
    [InlineData(Machine.X64, "rcsT")]     // thin: the members stay files of their own
    public void TwoObjectsAndAnArchiveLinkToTheSameBytes(Machine machine, string kind)
    {
        using var temp = new TempFolder();
        var objects = CompiledSample.Objects(temp, machine);
        string library = CompiledSample.Library(temp, machine, kind);

        var link = EfiLinker.Link(objects, Lld.Options with { Libraries = [CoffArchive.Read(library)] });

        Lld.AssertSameSections(machine, Lld.Link(temp, [.. objects.Select(o => o.Path), library]), link);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void CollectionCanBeTurnedOff(Machine machine)
    {
        using var temp = new TempFolder();
        var objects = CompiledSample.Objects(temp, machine);
        string library = CompiledSample.Library(temp, machine, "rcs");
        var options = Lld.Options with { Libraries = [CoffArchive.Read(library)], Collect = false };

        var link = EfiLinker.Link(objects, options);

        Lld.AssertSameSections(machine, Lld.Link(temp, [.. objects.Select(o => o.Path), library, "/opt:noref"]), link);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    public void AnArchiveGivesOnlyWhatIsWanted(Machine machine)
    {
        using var temp = new TempFolder();
        var program = Assembler.Compile(temp, "a.obj", machine,
            """extern "C" int deeper(int); extern "C" int EfiMain() { return deeper(1); }""");
        var archive = CoffArchive.Read(CompiledSample.Library(temp, machine, "rcs"));

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

        var archive = CoffArchive.Read(CompiledSample.Library(temp, other, "rcs"));

        var fault = Assert.Single(EfiLinker.Link([program], new() { Libraries = [archive] }).Faults);

        Assert.Equal(("LNK002", temp["some.lib"] + "(one.obj)"), (fault.Code, fault.Path));
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    public void EqualReadOnlyDataIsFoldedOnRequest(Machine machine)
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

    private static int RdataLength(CoffObject program, Folding fold)
    {
        var image = PeImage.Read("a.efi", EfiLinker.Link([program], new() { Fold = fold }).Image);
        return (int)image.Sections[Enumerable.Range(0, image.Sections.Length).First(i => image.SectionName(i) == ".rdata")].VirtualSize;
    }
}
