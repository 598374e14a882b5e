using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static void JudgeFileHeader(PeImage image, Findings findings)
    {
        var header = image.FileHeader;
        int start = image.FileHeaderOffset;
        JudgeHeaderPlace(image.PeOffset, findings);
        if (header.Machine is not (Machine.X64 or Machine.Arm64))
        {
            findings.Refuse(
                FirmwareAndShim, EfiRuleCodes.OtherMachine,
                $"machine 0x{(ushort)header.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)",
                FieldPlace.Of(in header, in header.Machine).At(start));
        }

        if (header.SectionCount == 0)
        {
            findings.Refuse(EfiJudges.Shim | EfiJudges.Systemd, EfiRuleCodes.NoSections,
                $"the image has no sections", FieldPlace.Of(in header, in header.SectionCount).At(start));
        }

        // GNU's tools leave a count behind when they take the table away; nobody minds that.
        if (header.SymbolTableOffset != 0 && header.SymbolCount != 0)
        {
            findings.Advise(EfiRuleCodes.SymbolTable,
                $"the header points at a symbol table of {header.SymbolCount} rows, which no firmware reads",
                FieldPlace.Of(in header, in header.SymbolTableOffset).To(FieldPlace.Of(in header, in header.SymbolCount)).At(start),
                "strip removes it; old versions of ukify take no stub that has one");
        }

        uint directories = image.OptionalHeader.DirectoryCount;
        if (header.OptionalHeaderSize != image.FixedHeaderSize + directories * (long)DataDirectory.Size)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.OptionalHeaderSize,
                $"the optional header has {header.OptionalHeaderSize} bytes, expected {image.FixedHeaderSize} + 8 * {directories}",
                FieldPlace.Of(in header, in header.OptionalHeaderSize).At(start));
        }

        JudgeImageTraits(header, start, findings);
    }

    private static void JudgeHeaderPlace(int at, Findings findings)
    {
        if (at < DosHeader.Size)
        {
            findings.Refuse(EfiJudges.Shim | EfiJudges.Systemd, EfiRuleCodes.HeaderInHeader,
                $"the PE header stands at 0x{at:x}, inside the DOS header of {DosHeader.Size} bytes", DosHeader.PeOffsetField,
                sizeof(uint));
        }
        else if (at % sizeof(ulong) != 0)
        {
            findings.Advise(EfiRuleCodes.OddHeaderOffset,
                $"the PE header stands at 0x{at:x}, which is not a multiple of 8", DosHeader.PeOffsetField, sizeof(uint));
        }
    }

    private static void JudgeImageTraits(in CoffHeader header, int start, Findings findings)
    {
        if (header.Characteristics.HasFlag(ImageTraits.RelocationsStripped))
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.RelocationsStripped,
                $"relocations are stripped, so firmware could load the image at one address only",
                FieldPlace.Of(in header, in header.Characteristics).At(start),
                "link it with base relocations, and with RELOCS_STRIPPED clear even where there are none");
        }

        if (!header.Characteristics.HasFlag(ImageTraits.Executable))
        {
            findings.Advise(EfiRuleCodes.NotExecutable,
                $"the image is not marked executable", FieldPlace.Of(in header, in header.Characteristics).At(start));
        }
    }
}
