using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Efi.Link;

/// <summary>The judge of the linker: lld-link on the same objects, with what we do by ourselves said in options.</summary>
internal static class Lld
{
    /// <summary>The start of a program in assembly: an entry point that returns.</summary>
    public const string Entry = """
        .text
        .globl EfiMain
        EfiMain: ret

        """;

    // What folds, folds differently: lld takes code as well.
    public static LinkOptions Options { get; } = new() { Fold = Folding.None };

    public static LinkResult LikeLld(params CoffObject[] objects) => EfiLinker.Link(objects, Options);

    public static PeImage Link(TempFolder temp, params string[] words)
    {
        RealTool.LldLink.Run([
            $"/out:{temp["lld.efi"]}", "/base:0", "/subsystem:efi_application", "/entry:EfiMain", "/nodefaultlib", "/opt:ref,noicf",
            "/merge:.managedcode=.text", "/merge:.unbox=.text", "/merge:.modules=.rdata", "/merge:hydrated=.data", .. words,
        ]).Accepts();
        return PeImage.Read(temp["lld.efi"]);
    }

    /// <summary>The same sections at the same places with the same bytes, in an image that others read as we do.</summary>
    public static void AssertSameSections(Machine machine, PeImage theirs, LinkResult link)
    {
        Assert.Empty(link.Faults);
        LibObjectFileJudge.Accepts(link.Image!);
        var ours = PeImage.Read("ours", link.Image);
        string[] sections = Describe(ours);

        // Ours always has one, as shim and some firmware want; lld's only where there is something to move.
        if (theirs.Directory(DirectoryIndex.BaseRelocation).Length == 0)
        {
            Assert.Empty(BaseRelocations.Decode(ours.Data(sections.Length - 1).ToArray(), []));
            sections = sections[..^1];
        }

        Assert.Equal(theirs.OptionalHeader.AddressOfEntryPoint, ours.OptionalHeader.AddressOfEntryPoint);
        Assert.Equal(Describe(theirs), sections);
        for (int i = 0; i < sections.Length; i++)
            AssertSameBytes(ours.SectionName(i), theirs.Data(i), Normalised(machine, ours.Data(i), theirs.Data(i)));
    }

    private static void AssertSameBytes(string section, ReadOnlySpan<byte> theirs, ReadOnlySpan<byte> ours)
    {
        int same = theirs.CommonPrefixLength(ours);
        Assert.True(same == theirs.Length, $"{section} differs from 0x{same:x} on");
    }

    // Between functions lld puts int3 on both machines; ours are zeros on AArch64, where that is an undefined instruction.
    private static byte[] Normalised(Machine machine, ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs)
    {
        byte[] bytes = ours.ToArray();
        for (int i = 0; machine == Machine.Arm64 && i < bytes.Length && i < theirs.Length; i++)
            bytes[i] = bytes[i] == 0 && theirs[i] == 0xcc ? (byte)0xcc : bytes[i];
        return bytes;
    }

    private static string[] Describe(PeImage image) =>
        [.. Enumerable.Range(0, image.FileHeader.SectionCount).Select(i => image.Sections[i] is var s
            ? $"{image.SectionName(i)} at {s.VirtualAddress:x}, {s.VirtualSize:x} long, {s.SizeOfRawData:x} stored, {TraitsOf(s):x}" : "")];

    // A section without data in the file we mark as zeros, since shim refuses it otherwise. lld does not.
    private static SectionTraits TraitsOf(in SectionHeader section) => section.SizeOfRawData != 0
        ? section.Characteristics
        : section.Characteristics & ~SectionTraits.InitializedData | SectionTraits.UninitializedData;
}
