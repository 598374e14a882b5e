using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Xunit.Sdk;

namespace Bq2.Tests.Efi.Pe;

/// <summary>
/// What we link, as LibObjectFile reads and writes it. Images that other tests link go the same way: all that are compared with
/// lld's, the program that boots, and the samples.
/// </summary>
public sealed class LibObjectFileTests
{
    private static readonly Machine[] s_machines = [Machine.X64, Machine.Arm64];

    // Every section and table that an image of ours can have, and none of those that it can be without.
    private static readonly Dictionary<string, LinkOptions> s_options = new()
    {
        ["the usual ones"] = new(),
        ["as much as can be"] = new()
        {
            Collect = false,
            Fold = Folding.None,
            Name = "sample.efi",
            Subsystem = Subsystem.EfiRuntimeDriver,
            Sbat = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"u8.ToArray(),
            Sbom = new byte[513],
        },
        ["as little as can be"] = new() { Fold = Folding.All, Unwind = false },
    };

    public static TheoryData<Machine, string> Links() =>
        new(s_machines.SelectMany(machine => s_options.Keys.Select(options => (machine, options))));

    [Theory]
    [MemberData(nameof(Links))]
    public void ItAcceptsASmallImage(Machine machine, string options) => AcceptsLinked(SampleObject.Read(machine), options);

    [Theory]
    [MemberData(nameof(Links))]
    public void ItAcceptsWhatIlcCompiled(Machine machine, string options) =>
        AcceptsLinked(CoffObject.Read(Repository.LoaderObject(machine)), options);

    [Theory]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void ItAcceptsTheLoaders(Machine machine) => LibObjectFileJudge.Accepts(File.ReadAllBytes(Repository.Loader(machine)));

    [Theory]
    [InlineData(0x00)]      // the magic of DOS
    [InlineData(0x40)]      // the PE signature
    [InlineData(0x58)]      // the optional header's magic
    [InlineData(0x6a)]      // the entry point
    [InlineData(0xf2)]      // the base relocations' address
    public void TheJudgeObjectsToASpoiledByte(int offset)
    {
        byte[] file = Small();
        file[offset] ^= 0x5a;

        Assert.NotEmpty(LibObjectFileJudge.Complaints(file));
    }

    /// <summary>Any byte of the headers that count, of a relocation and of a section.</summary>
    [Fact]
    public void ADifferenceIsNoticed()
    {
        byte[] file = Small();
        var image = PeImage.Read("a.efi", file);
        var theirs = LibObjectFileJudge.Read(file);
        int table = image.FileOffset(image.Directory(DirectoryIndex.BaseRelocation).Address)!.Value;
        int[] places =
        [
            image.FileHeaderOffset, image.OptionalHeaderOffset + 16, image.DirectoriesOffset + 5 * DataDirectory.Size + sizeof(uint),
            image.SectionTableOffset, image.SectionTableOffset + SectionHeader.Size - 1, (int)image.Sections[0].PointerToRawData, table + 8,
        ];

        LibObjectFileJudge.AssertReadAlike(image, theirs);
        Assert.All(places, place =>
        {
            byte[] other = [.. file];
            other[place] ^= 1;
            Assert.ThrowsAny<XunitException>(() => LibObjectFileJudge.AssertReadAlike(PeImage.Read("b.efi", other), theirs));
        });
    }

    private static void AcceptsLinked(CoffObject program, string options)
    {
        var link = EfiLinker.Link([program], s_options[options]);

        Assert.Empty(link.Faults);
        LibObjectFileJudge.Accepts(link.Image!);
    }

    private static byte[] Small() => EfiLinker.Link([SampleObject.Read(Machine.X64)]).Image!;
}
