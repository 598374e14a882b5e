using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// What an image must be to be started: the union of what edk2, shim, systemd and Microsoft's signing rules ask, and of
/// what the format itself says. OVMF alone forgives much of this; other machines do not.
/// </summary>
public static partial class EfiRules
{
    /// <summary>What somebody would refuse the image for; empty where any UEFI firmware of its machine should start it.</summary>
    public static IReadOnlyList<Fault> Check(PeImage image) =>
        [.. Judge(image).Where(finding => finding.Severity == Severity.Refused).Select(finding => finding.Fault)];

    /// <summary>Everything the rules have to say about the image, with whose rule it is and how much it matters.</summary>
    public static IReadOnlyList<EfiFinding> Judge(PeImage image)
    {
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

    private const RuleMakers Everybody = RuleMakers.Edk2 | RuleMakers.Shim;

    // Where a directory's row stands, for a finding about the table it points at.
    private static int RowOf(PeImage image, DirectoryIndex index) => image.DirectoriesOffset + (int)index * DataDirectory.Size;
}
