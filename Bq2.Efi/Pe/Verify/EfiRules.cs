namespace Bq2.Efi.Pe;

/// <summary>
/// What firmware, shim, systemd, signing tools and Microsoft ask of an image, each rule with who refuses an image that
/// breaks it. What they do was read in their source or seen when they were given such an image; where nobody refuses,
/// the rule is advice.
/// </summary>
public static partial class EfiRules
{
    /// <summary>What any of these would refuse the image for: firmware alone when nobody else is named.</summary>
    public static IReadOnlyList<Fault> Check(PeImage image, EfiJudges judges = EfiJudges.Firmware) =>
        [.. Judge(image).Where(finding => (finding.RefusedBy & judges) != 0).Select(finding => finding.Fault)];

    /// <summary>Everything the rules have to say about the image, with who refuses it for what.</summary>
    public static IReadOnlyList<EfiFinding> Judge(PeImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var findings = new Findings(image);
        JudgeFileHeader(image, findings);
        JudgeOptionalHeader(image, findings);
        JudgeSections(image, findings);
        JudgeEntry(image, findings);
        JudgeBaseRelocations(image, findings);
        JudgeUnwindTable(image, findings);
        JudgeDebugEntries(image, findings);
        JudgeSbat(image, findings);
        JudgeCertificates(image, findings);
        return findings.All();
    }

    private const EfiJudges FirmwareAndShim = EfiJudges.Firmware | EfiJudges.Shim;

    // Whose policy it is that memory is never both written and executed.
    private const EfiJudges MemoryPolicies = EfiJudges.ShimNx | EfiJudges.Microsoft;

    // Where a directory's row stands, for a finding about the table it points at.
    private static int RowOf(PeImage image, DirectoryIndex index) => image.DirectoriesOffset + (int)index * DataDirectory.Size;
}
