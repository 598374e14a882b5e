namespace Bq2.Efi.Link;

/// <summary>Which section of the image a section of an object belongs to, and in which order.</summary>
internal static class SectionPlan
{
    // A UEFI program is best made of few sections, each of one kind of memory. ilc's own names join the classic ones.
    private static readonly Merge[] s_merges =
    [
        new(".text", [".text", ".managedcode", ".unbox"]),
        new(".rdata", [".rdata", ".modules", ".xdata"]),
        new(".data", [".data", ".bss", "hydrated"]),
        new(".pdata", [".pdata"]),
    ];

    public static string OutputName(string baseName) =>
        Array.Find(s_merges, merge => merge.Sources.Contains(baseName))?.Output ?? baseName;

    /// <summary>A name's place among those that make one section: its own name first, then those that join it.</summary>
    public static int Order(string baseName) =>
        Array.FindAll(s_merges, merge => merge.Sources.Contains(baseName)) is [var found, ..] ? Array.IndexOf(found.Sources, baseName) : -1;

    /// <summary>A section's place in the image: code, constants, data, unwind table, then others as they come.</summary>
    public static int Rank(string outputName)
    {
        int rank = Array.FindIndex(s_merges, merge => merge.Output == outputName);
        return rank < 0 ? s_merges.Length : rank;
    }

    private sealed record Merge(string Output, string[] Sources);
}
