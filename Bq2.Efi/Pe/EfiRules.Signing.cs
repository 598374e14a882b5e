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

        int row = image.PeOffset + 6;
        if (found == 0)
        {
            findings.Note(RuleMakers.Shim, "PE061",
                $"there is no section {Sbat.SectionName}; shim starts the image only while Secure Boot is off", row, 2, "bq2-efi link --sbat FILE adds one");
        }

        if (sboms == 0)
        {
            findings.Note(RuleMakers.Microsoft, "PE062",
                $"there is no section {SbomSection}; Microsoft asks for one in what it signs", row, 2, "bq2-efi link --sbom FILE adds one");
        }
    }

    private static void JudgeSbat(PeImage image, int index, int number, Findings findings)
    {
        var section = image.Sections[index];
        int at = image.SectionTableOffset + index * SectionHeader.Size;
        if (number > 1)
            findings.Refuse(RuleMakers.Shim, "PE063", $"a second section is called {Sbat.SectionName}", at, sizeof(ulong));
        if (section.RelocationCount != 0 || section.PointerToRelocations != 0)
            findings.Refuse(RuleMakers.Shim, "PE064", $"section {Sbat.SectionName} has relocations", at + 24, 12);
        if (section.SizeOfRawData < section.VirtualSize)
        {
            findings.Refuse(RuleMakers.Shim, "PE065",
                $"section {Sbat.SectionName} has 0x{section.SizeOfRawData:x} bytes of data for 0x{section.VirtualSize:x} of memory; all of it must be in the file", at + SizeField, 12);
        }

        if (!section.Characteristics.HasFlag(SectionTraits.InitializedData | SectionTraits.Read))
            findings.Refuse(RuleMakers.Shim, "PE066", $"section {Sbat.SectionName} is not marked as readable data", at + TraitsField, 4);

        var data = image.Data(index);
        foreach (var fault in Sbat.Check(data[..(int)Math.Min((uint)data.Length, section.VirtualSize)]))
        {
            findings.Refuse(RuleMakers.Shim, fault.Code,
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
            findings.Refuse(Everybody, "PE067", $"the certificates are said to end at 0x{end:x}, the file ends at 0x{image.Bytes.Length:x}", row, 8);
            return;
        }

        if (directory.Address % CertificateHeader.Alignment != 0)
            findings.Warn(RuleMakers.Microsoft, "PE068", $"the certificates begin at 0x{directory.Address:x}, which is no multiple of 8", row, 4);
        if (end < image.Bytes.Length)
        {
            findings.Refuse(RuleMakers.Shim, "PE069",
                $"the certificates end at 0x{end:x}, and 0x{image.Bytes.Length - end:x} bytes follow them", row, 8, "what is signed must end with its signatures");
        }

        long read = image.Certificates() is [.., var last] ? Align.Up(last.FileOffset + (long)last.Length, CertificateHeader.Alignment) : directory.Address;
        if (read < end)
        {
            findings.Refuse(RuleMakers.Shim | RuleMakers.Microsoft, "PE070",
                $"the certificate at 0x{read:x} has no sound length, 0x{end - read:x} bytes are left", read, CertificateHeader.Size);
        }
    }
}
