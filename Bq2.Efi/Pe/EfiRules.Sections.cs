namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    // Of section headers, where a finding about one of their fields points.
    private const int SizeField = 8, AddressField = 12, RawField = 16, PointerField = 20, TraitsField = 36;

    // What the kernel's own headers say of it: all machines, and x86's boot protocol.
    private const uint LinuxMark = 0x8182_23cd;
    private const int X86MarkOffset = 0x202;

    private static void JudgeSections(PeImage image, Findings findings)
    {
        uint addressEnd = 0;
        bool inOrder = true, isLinux = IsLinux(image);
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
        {
            var section = image.Sections[i];
            string name = image.SectionName(i);
            int at = image.SectionTableOffset + i * SectionHeader.Size;
            JudgePlace(image, section, name, at, findings);
            JudgeTraits(section, name, at, findings);
            if (isLinux && section.SizeOfRawData > section.VirtualSize)
            {
                findings.Warn(RuleMakers.Systemd, "PE042",
                    $"section {name} has 0x{section.SizeOfRawData:x} bytes of data for 0x{section.VirtualSize:x} of memory; systemd-stub starts no such kernel from a UKI", at + SizeField, 12);
            }

            long end = section.VirtualAddress + (long)Math.Max(section.VirtualSize, section.VirtualSize == 0 ? section.SizeOfRawData : 0);
            if (section.VirtualAddress < addressEnd && inOrder)
            {
                inOrder = false;
                findings.Refuse(RuleMakers.Format, "PE043",
                    $"section {name} is at 0x{section.VirtualAddress:x}, before the end 0x{addressEnd:x} of the one above it; sections must ascend and not overlap", at + AddressField, 4);
            }

            addressEnd = (uint)Math.Min(end, uint.MaxValue);
        }

        JudgeFileOrder(image, findings);
    }

    private static void JudgePlace(PeImage image, in SectionHeader section, string name, int at, Findings findings)
    {
        var header = image.OptionalHeader;
        long end = section.VirtualAddress + (long)Math.Max(section.VirtualSize, section.VirtualSize == 0 ? section.SizeOfRawData : 0);
        if (section.VirtualSize == 0 && !section.Characteristics.HasFlag(SectionTraits.Discardable))
            findings.Refuse(RuleMakers.Shim, "PE021", $"section {name} is empty", at + SizeField, 4, "leave it out");
        if (section.VirtualAddress % Math.Max(header.SectionAlignment, 1) != 0)
        {
            findings.Refuse(RuleMakers.Format, "PE022",
                $"section {name} is at 0x{section.VirtualAddress:x}, expected a multiple of 0x{header.SectionAlignment:x}", at + AddressField, 4);
        }

        if (end > header.SizeOfImage)
            findings.Refuse(Everybody, "PE023", $"section {name} ends at 0x{end:x}, the image at 0x{header.SizeOfImage:x}", at + SizeField, 8);
        if (section.SizeOfRawData == 0)
            return;

        if (section.VirtualAddress < header.SizeOfHeaders || section.PointerToRawData < header.SizeOfHeaders)
        {
            findings.Refuse(Everybody, "PE044",
                $"section {name} is at 0x{section.VirtualAddress:x}, its data at 0x{section.PointerToRawData:x}, where the headers of 0x{header.SizeOfHeaders:x} bytes are", at + AddressField, 12);
        }

        if (section.PointerToRawData + (long)section.SizeOfRawData > image.Bytes.Length)
        {
            findings.Refuse(Everybody, "PE025",
                $"section {name} has data up to 0x{section.PointerToRawData + (long)section.SizeOfRawData:x}, the file ends at 0x{image.Bytes.Length:x}", at + RawField, 8, "the file is cut short");
        }
    }

    private static void JudgeTraits(in SectionHeader section, string name, int at, Findings findings)
    {
        var traits = section.Characteristics;
        if (traits.HasFlag(SectionTraits.Write | SectionTraits.Execute))
        {
            findings.Refuse(RuleMakers.Microsoft | RuleMakers.Shim, "PE026",
                $"section {name} is both writable and executable", at + TraitsField, 4, "shim starts it as long as its policy does not ask for NX; keep code and data apart");
        }

        if (traits.HasFlag(SectionTraits.Execute) != traits.HasFlag(SectionTraits.Code))
        {
            findings.Warn(RuleMakers.Edk2, "PE027",
                $"section {name} is marked executable or as code, but not both; edk2 goes by the latter where it protects memory", at + TraitsField, 4);
        }

        if (!traits.HasFlag(SectionTraits.Read) && section.VirtualSize != 0)
            findings.Warn(RuleMakers.Shim, "PE045", $"section {name} is not marked readable; shim does not load it", at + TraitsField, 4);
    }

    // Signatures are made over the sections in the order of the file: tools disagree about what is between and behind them.
    private static void JudgeFileOrder(PeImage image, Findings findings)
    {
        foreach (var piece in image.Pieces().Where(piece => piece.Kind is PePieceKind.Gap or PePieceKind.Overlay))
        {
            findings.Warn(RuleMakers.Microsoft, "PE024",
                $"0x{piece.Length:x} bytes from 0x{piece.Offset:x} on belong to no section; signing tools disagree about them", piece.Offset, 1);
        }

        var headers = image.Sections.ToArray();
        long end = 0;
        foreach (int i in Enumerable.Range(0, headers.Length).Where(i => headers[i].SizeOfRawData != 0).OrderBy(i => headers[i].PointerToRawData))
        {
            if (headers[i].PointerToRawData < end)
            {
                findings.Refuse(RuleMakers.Microsoft, "PE046",
                    $"the data of section {image.SectionName(i)} overlap those of another in the file", image.SectionTableOffset + i * SectionHeader.Size + PointerField, 4);
            }

            end = Math.Max(end, headers[i].PointerToRawData + (long)headers[i].SizeOfRawData);
        }
    }

    private static bool IsLinux(PeImage image) =>
        image.DosHeader.LinuxMark == LinuxMark || image.Bytes.Length > X86MarkOffset + 4 && image.Bytes.Slice(X86MarkOffset, 4).SequenceEqual("HdrS"u8);
}
