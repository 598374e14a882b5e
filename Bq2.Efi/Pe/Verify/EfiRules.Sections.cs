using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static void JudgeSections(PeImage image, Findings findings)
    {
        uint addressEnd = 0;
        bool inOrder = true, isLinux = image.IsLinux;
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
        {
            var section = image.Sections[i];
            string name = image.SectionName(i);
            int at = image.SectionTableOffset + i * SectionHeader.Size;
            JudgePlace(image, section, name, at, findings);
            JudgeTraits(section, name, at, findings);
            if (isLinux && section.SizeOfRawData > section.VirtualSize)
            {
                findings.Refuse(EfiJudges.Systemd, EfiRuleCodes.KernelSections,
                    $"section {name} of this kernel has 0x{section.SizeOfRawData:x} bytes of data for 0x{section.VirtualSize:x} of memory",
                    FieldPlace.Of(in section, in section.VirtualSize).To(FieldPlace.Of(in section, in section.SizeOfRawData)).At(at));
            }

            long end = section.VirtualAddress + (long)Math.Max(section.VirtualSize, section.VirtualSize == 0 ? section.SizeOfRawData : 0);
            if (section.VirtualAddress < addressEnd && inOrder)
            {
                inOrder = false;
                findings.Advise(EfiRuleCodes.SectionOrder,
                    $"section {name} is at 0x{section.VirtualAddress:x}, the one before it ends at 0x{addressEnd:x}; sections must ascend",
                    FieldPlace.Of(in section, in section.VirtualAddress).At(at));
            }

            addressEnd = (uint)Math.Min(end, uint.MaxValue);
        }

        JudgeFileOrder(image, findings);
    }

    private static void JudgePlace(PeImage image, in SectionHeader section, string name, int at, Findings findings)
    {
        var header = image.OptionalHeader;
        long end = section.VirtualAddress + (long)Math.Max(section.VirtualSize, section.VirtualSize == 0 ? section.SizeOfRawData : 0);
        if (section.VirtualSize == 0)
        {
            findings.Refuse(EfiJudges.Shim, EfiRuleCodes.EmptySection,
                $"section {name} is empty", FieldPlace.Of(in section, in section.VirtualSize).At(at), "leave it out");
        }

        if (section.VirtualAddress % Math.Max(header.SectionAlignment, 1) != 0)
        {
            findings.Advise(EfiRuleCodes.SectionBetweenPages,
                $"section {name} is at 0x{section.VirtualAddress:x}, expected a multiple of 0x{header.SectionAlignment:x}",
                FieldPlace.Of(in section, in section.VirtualAddress).At(at));
        }

        if (end > header.SizeOfImage)
        {
            findings.Refuse(
                FirmwareAndShim, EfiRuleCodes.SectionOutsideImage,
                $"section {name} ends at 0x{end:x}, the image at 0x{header.SizeOfImage:x}",
                FieldPlace.Of(in section, in section.VirtualSize).To(FieldPlace.Of(in section, in section.VirtualAddress)).At(at));
        }

        bool isUnderHeaders = section.VirtualAddress < header.SizeOfHeaders || section.PointerToRawData < header.SizeOfHeaders;
        if (isUnderHeaders && section.SizeOfRawData == 0 && !section.Characteristics.HasFlag(SectionTraits.UninitializedData))
        {
            findings.Refuse(EfiJudges.Shim, EfiRuleCodes.UnmarkedZeros,
                $"section {name} has no data in the file, but is not marked as zeros",
                FieldPlace.Of(in section, in section.Characteristics).At(at),
                "mark it as uninitialized data");
        }

        if (section.SizeOfRawData != 0)
            JudgeData(image, section, name, at, isUnderHeaders, findings);
    }

    private static void JudgeData(
        PeImage image, in SectionHeader section, string name, int at, bool isUnderHeaders, Findings findings)
    {
        if (isUnderHeaders)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.SectionInHeaders,
                $"section {name}, or its data, lies among the headers, which end at 0x{image.OptionalHeader.SizeOfHeaders:x}",
                FieldPlace.Of(in section, in section.VirtualAddress).To(FieldPlace.Of(in section, in section.PointerToRawData)).At(at));
        }

        long dataEnd = section.PointerToRawData + (long)section.SizeOfRawData;
        if (dataEnd > image.Bytes.Length)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.SectionOutsideFile,
                $"the data of section {name} end at 0x{dataEnd:x}, the file ends at 0x{image.Bytes.Length:x}",
                FieldPlace.Of(in section, in section.SizeOfRawData).To(FieldPlace.Of(in section, in section.PointerToRawData)).At(at),
                "the file is cut short");
        }
    }

    private static void JudgeTraits(in SectionHeader section, string name, int at, Findings findings)
    {
        var traits = section.Characteristics;
        var field = FieldPlace.Of(in section, in section.Characteristics).At(at);
        if (traits.HasFlag(SectionTraits.Write | SectionTraits.Execute))
        {
            findings.Refuse(
                MemoryPolicies, EfiRuleCodes.WritableCode, $"section {name} is both writable and executable", field,
                "keep code and data apart");
        }

        if (traits.HasFlag(SectionTraits.Execute) != traits.HasFlag(SectionTraits.Code))
        {
            findings.Advise(EfiRuleCodes.CodeMarks,
                $"section {name} is marked executable or as code, but not both; firmware goes by the latter where it protects memory",
                field);
        }

        if (!traits.HasFlag(SectionTraits.Read) && section.VirtualSize != 0)
        {
            findings.Refuse(
                EfiJudges.Shim, EfiRuleCodes.UnreadableSection,
                $"section {name} is not marked readable, so shim does not load it", field);
        }
    }
}
