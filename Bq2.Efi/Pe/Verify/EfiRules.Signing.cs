using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    /// <summary>The section in which Microsoft wants to find what a program is made of.</summary>
    internal const string SbomSection = ".sbom";

    private static void JudgeSbat(PeImage image, Findings findings)
    {
        int found = 0, sboms = 0;
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
        {
            string name = image.SectionName(i);
            if (name == Sbat.SectionName)
                JudgeSbat(image, i, ++found, findings);
            sboms += name == SbomSection ? 1 : 0;
        }

        var header = image.FileHeader;
        var row = FieldPlace.Of(in header, in header.SectionCount).At(image.FileHeaderOffset);
        if (found == 0)
        {
            // A kernel is started by a boot loader, which asks shim for its word only. For that a kernel needs no rows.
            findings.Refuse(image.IsLinux ? EfiJudges.None : EfiJudges.Shim, EfiRuleCodes.NoSbat,
                $"there is no section {Sbat.SectionName}, so shim itself does not start the image under Secure Boot", row);
        }

        if (sboms == 0)
        {
            findings.Refuse(
                EfiJudges.Microsoft, EfiRuleCodes.NoSbom,
                $"there is no section {SbomSection}, which Microsoft asks for in what it signs", row);
        }
    }

    private static void JudgeSbat(PeImage image, int index, int number, Findings findings)
    {
        var section = image.Sections[index];
        int at = image.SectionTableOffset + index * SectionHeader.Size;
        if (number > 1)
        {
            findings.Refuse(
                EfiJudges.Shim, EfiRuleCodes.TwoSbatSections, $"a second section is called {Sbat.SectionName}", at,
                sizeof(ulong));
        }

        if (section.RelocationCount != 0 || section.PointerToRelocations != 0)
        {
            var first = FieldPlace.Of(in section, in section.PointerToRelocations);
            findings.Refuse(EfiJudges.Shim, EfiRuleCodes.SbatRelocations, $"section {Sbat.SectionName} has relocations",
                first.To(FieldPlace.Of(in section, in section.LineNumberCount)).At(at));
        }

        if (section.SizeOfRawData == 0 || section.SizeOfRawData < section.VirtualSize)
        {
            findings.Refuse(EfiJudges.Shim, EfiRuleCodes.SbatNotInFile,
                $".sbat has 0x{section.VirtualSize:x} bytes, 0x{section.SizeOfRawData:x} in the file; shim passes over such rows",
                FieldPlace.Of(in section, in section.VirtualSize).To(FieldPlace.Of(in section, in section.SizeOfRawData)).At(at));
        }

        if (!section.Characteristics.HasFlag(SectionTraits.InitializedData | SectionTraits.Read))
        {
            findings.Advise(EfiRuleCodes.SbatMarks, $"section {Sbat.SectionName} is not marked as readable data",
                FieldPlace.Of(in section, in section.Characteristics).At(at));
        }

        foreach (var fault in Sbat.Check(image.Data(index)))
        {
            findings.Refuse(Sbat.IsUnreadable(fault) ? EfiJudges.Shim : EfiJudges.None, fault.Kind,
                $"section {Sbat.SectionName}, {fault.Message}", section.PointerToRawData + (fault.Offset ?? 0), 1, fault.Hint);
        }
    }

    private static void JudgeCertificates(PeImage image, Findings findings)
    {
        var directory = image.Directory(DirectoryIndex.Certificate);
        int row = RowOf(image, DirectoryIndex.Certificate);
        if (directory.Length == 0)
            return;

        long end = directory.Address + (long)directory.Length;
        if (end > image.Bytes.Length)
        {
            findings.Refuse(
                FirmwareAndShim, EfiRuleCodes.CertificatesOutside,
                $"the certificates are said to end at 0x{end:x}, the file ends at 0x{image.Bytes.Length:x}", row, 8);
            return;
        }

        if (directory.Address % CertificateHeader.Alignment != 0)
        {
            findings.Advise(
                EfiRuleCodes.CertificatesBetween, $"the certificates begin at 0x{directory.Address:x}, which is no multiple of 8",
                row, 4);
        }

        if (end < image.Bytes.Length)
        {
            findings.Refuse(EfiJudges.Shim | EfiJudges.Signing, EfiRuleCodes.BytesBehindCertificates,
                $"the certificates end at 0x{end:x}, and 0x{image.Bytes.Length - end:x} bytes follow them", row, 8,
                "what is signed must end with its signatures");
        }

        long read = image.Certificates() is [.., var last]
            ? Align.Up(last.FileOffset + (long)last.Length, CertificateHeader.Alignment)
            : directory.Address;
        if (read < end)
        {
            findings.Refuse(EfiJudges.Shim, EfiRuleCodes.CertificateLength,
                $"the certificate at 0x{read:x} has no sound length, 0x{end - read:x} bytes are left", read, CertificateHeader.Size);
        }
    }
}
