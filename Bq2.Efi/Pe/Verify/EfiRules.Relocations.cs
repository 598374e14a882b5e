using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static void JudgeBaseRelocations(PeImage image, Findings findings)
    {
        var directory = image.Directory(DirectoryIndex.BaseRelocation);
        int row = RowOf(image, DirectoryIndex.BaseRelocation);
        JudgeRelocationSection(image, directory, findings);
        if (directory.Length == 0)
        {
            findings.Advise(EfiRuleCodes.NoRelocations,
                $"the image has no base relocations; other firmware than edk2 may take it for one that cannot be moved", row, 8,
                "one block without entries is enough");
            return;
        }

        var table = image.MemoryAt(directory.Address, directory.Length);
        if (table.Length != directory.Length)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.RelocationsOutsideFile,
                $"the base relocations at 0x{directory.Address:x} have {directory.Length} bytes, of which the file holds {table.Length}",
                row, 8);
            return;
        }

        var moved = JudgeEntries(image, table, findings);
        foreach (var problem in CodeCheck.WrongFields(image, moved))
        {
            findings.Advise(EfiRuleCodes.RelocationInCode,
                problem.Message, image.FileOffset(problem.Address)
                    ?? 0, sizeof(ulong), "the base relocation would overwrite the instruction; its offset is wrong");
        }
    }

    private static void JudgeRelocationSection(PeImage image, in DataDirectory directory, Findings findings)
    {
        int seen = 0;
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
        {
            var section = image.Sections[i];
            if (!section.Characteristics.HasFlag(SectionTraits.Read) || image.SectionName(i) != BaseRelocations.SectionName)
                continue;

            int at = image.SectionTableOffset + i * SectionHeader.Size;
            if (++seen > 1)
            {
                findings.Refuse(
                    EfiJudges.Shim, EfiRuleCodes.TwoRelocSections, $"a second section is called {BaseRelocations.SectionName}",
                    at, sizeof(ulong));
            }

            bool isFilled = section.SizeOfRawData != 0 && section.VirtualSize != 0;
            if (!isFilled || directory.Address != section.VirtualAddress || directory.Length > section.VirtualSize)
            {
                var (length, start) = (section.VirtualSize, section.VirtualAddress);
                findings.Refuse(EfiJudges.Shim, EfiRuleCodes.RelocSection,
                    $".reloc is 0x{length:x} bytes at 0x{start:x}, the directory says 0x{directory.Length:x} at 0x{directory.Address:x}",
                    FieldPlace.Of(in section, in section.VirtualSize).To(FieldPlace.Of(in section, in section.VirtualAddress)).At(at));
            }
        }
    }
}
