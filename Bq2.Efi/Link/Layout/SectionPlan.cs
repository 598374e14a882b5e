using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Layout;

/// <summary>Which section of the image a section of an object belongs to, and in which order.</summary>
internal static class SectionPlan
{
    private const SectionTraits ReadOnly = SectionTraits.Read;
    private const SectionTraits Code = SectionTraits.Read | SectionTraits.Execute;
    private const SectionTraits Data = SectionTraits.Read | SectionTraits.Write;

    // A UEFI program is best made of few sections, each of one kind of memory. ilc's own names join the classic ones.
    private static readonly Home[] s_homes =
    [
        new(".text", Code, [".managedcode", ".unbox"]),
        new(".rdata", ReadOnly, [".modules", ".xdata", ".00cfg"]),
        new(".data", Data, [".bss", "hydrated"]),
        new(".pdata", ReadOnly, []),
    ];

    // Tables that must be in one piece, whatever each part of them wants: their readers know one start and one end.
    private static readonly string[] s_tables = [".pdata", ".CRT", ".rsrc", ".sbat", ".sbom"];

    public static string OutputName(string baseName) =>
        Array.Find(s_homes, home => home.Joining.Contains(baseName))?.Name ?? baseName;

    /// <summary>The memory that a section of the image with this name is expected to be; null where any will do.</summary>
    public static SectionTraits? TraitsOf(string outputName) => Array.Find(s_homes, home => home.Name == outputName)?.Traits;

    /// <summary>What a group wants of its memory.</summary>
    public static SectionTraits TraitsOf(SectionGroup group) =>
        s_tables.Contains(group.BaseName) ? ReadOnly : group.Traits | SectionTraits.Read;

    /// <summary>A section's place in the image: code, constants, data, unwind table, then others.</summary>
    public static int Rank(string outputName, SectionTraits traits)
    {
        int rank = Array.FindIndex(s_homes, home => home.Name == outputName && home.Traits == traits);
        return rank < 0 ? s_homes.Length : rank;
    }

    private sealed record Home(string Name, SectionTraits Traits, string[] Joining);
}
