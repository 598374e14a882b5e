using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static void JudgeOptionalHeader(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        int at = image.OptionalHeaderOffset;
        int count = image.DirectoriesOffset - sizeof(uint);
        if (image.IsPe32)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.Pe32,
                $"the image is PE32, the form of 32-bit machines; UEFI programs for x86_64 and aarch64 are PE32+", at, 2);
        }

        if (header.DirectoryCount > DataDirectory.Count)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.TooManyDirectories,
                $"the header has {header.DirectoryCount} data directories, at most {DataDirectory.Count} are known", count, 4);
        }
        else if (header.DirectoryCount <= (int)DirectoryIndex.BaseRelocation)
        {
            findings.Refuse(EfiJudges.Shim, EfiRuleCodes.TooFewDirectories,
                $"the header has {header.DirectoryCount} data directories, none for base relocations", count, 4);
        }

        JudgeAlignments(image, findings);
        JudgeImageSize(image, findings);
        JudgeHeaderSize(image, findings);
        JudgeSubsystem(image, findings);
        if (!header.DllCharacteristics.HasFlag(DllTraits.NxCompatible))
        {
            findings.Refuse(MemoryPolicies, EfiRuleCodes.NotNxCompatible,
                $"the image is not marked NX-compatible: it does not promise that it never runs what it writes",
                FieldPlace.Of(in header, in header.DllCharacteristics).At(at),
                "set 0x0100 in the DLL characteristics if no code of it writes to code or runs from data");
        }

        if (image.Directory(DirectoryIndex.Import).Length != 0)
        {
            findings.Advise(EfiRuleCodes.Imports,
                $"the image imports from others, which firmware does not resolve: a call into them fails", RowOf(
                    image, DirectoryIndex.Import), 8);
        }
    }

    private static void JudgeHeaderSize(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        uint size = header.SizeOfHeaders, imageEnd = header.SizeOfImage;
        long table = image.SectionTableOffset, tableEnd = table + image.FileHeader.SectionCount * (long)SectionHeader.Size;
        int fileEnd = image.Bytes.Length;
        bool isRoomy = imageEnd >= table && (imageEnd - table) / SectionHeader.Size > image.FileHeader.SectionCount;
        if (size < tableEnd || size >= imageEnd || size > fileEnd || !isRoomy)
        {
            findings.Refuse(FirmwareAndShim, EfiRuleCodes.HeaderSize,
                $"the headers' size is 0x{size:x}; table, image and file end at 0x{tableEnd:x}, 0x{imageEnd:x}, 0x{fileEnd:x}",
                FieldPlace.Of(in header, in header.SizeOfHeaders).At(image.OptionalHeaderOffset));
        }
    }

    private static void JudgeAlignments(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        int at = image.OptionalHeaderOffset;
        if (header.SectionAlignment < PeHeaders.MinSectionAlignment || !uint.IsPow2(header.SectionAlignment))
        {
            findings.Refuse(
                header.SectionAlignment == 0 ? EfiJudges.Microsoft | EfiJudges.Firmware : EfiJudges.Microsoft,
                EfiRuleCodes.SmallSectionAlignment,
                $"sections are aligned to {header.SectionAlignment}, expected 4096 or a larger power of two",
                FieldPlace.Of(in header, in header.SectionAlignment).At(at),
                "firmware gives each page its rights, and a page cannot have those of two sections");
        }

        if (header.FileAlignment % 2 != 0)
        {
            findings.Refuse(
                EfiJudges.Shim, EfiRuleCodes.OddFileAlignment, $"file data are aligned to {header.FileAlignment}, which is odd",
                FieldPlace.Of(in header, in header.FileAlignment).At(at));
        }
        else if (!uint.IsPow2(header.FileAlignment) || header.FileAlignment > Math.Max(header.SectionAlignment, 1))
        {
            findings.Advise(EfiRuleCodes.FileAlignment,
                $"file data are aligned to {header.FileAlignment}, expected a power of two up to the sections' {header.SectionAlignment}",
                FieldPlace.Of(in header, in header.FileAlignment).At(at));
        }
    }

    private static void JudgeImageSize(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        if (header.SizeOfImage % Math.Max(header.SectionAlignment, 1) != 0)
        {
            findings.Advise(EfiRuleCodes.OddImageSize,
                $"the image's size 0x{header.SizeOfImage:x} is not a multiple of its alignment 0x{header.SectionAlignment:x}",
                FieldPlace.Of(in header, in header.SizeOfImage).At(image.OptionalHeaderOffset),
                "firmware that protects memory may stop at it; round it up");
        }
    }

    private static void JudgeSubsystem(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        var at = FieldPlace.Of(in header, in header.Subsystem).At(image.OptionalHeaderOffset);
        switch (header.Subsystem)
        {
            case Subsystem.EfiApplication:
                break;
            case Subsystem.EfiBootServiceDriver or Subsystem.EfiRuntimeDriver:
                findings.Advise(EfiRuleCodes.Driver,
                    $"the image is a driver: firmware starts it from a Driver entry or the shell, not from the boot menu or \\EFI\\BOOT",
                    at);
                break;
            case var other:
                findings.Refuse(
                    EfiJudges.Firmware, EfiRuleCodes.OtherSubsystem, $"subsystem {(ushort)other}, expected 10, 11 or 12 (UEFI)",
                    at);
                break;
        }
    }
}
