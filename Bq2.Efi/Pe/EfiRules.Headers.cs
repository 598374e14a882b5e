namespace Bq2.Efi.Pe;

public static partial class EfiRules
{
    private static void JudgeFileHeader(PeImage image, Findings findings)
    {
        var header = image.FileHeader;
        int at = image.PeOffset;
        if (at < DosHeader.Size)
        {
            findings.Refuse(RuleMakers.Shim | RuleMakers.Systemd, "PE034",
                $"the PE header stands at 0x{at:x}, inside the DOS header of {DosHeader.Size} bytes", 60, 4);
        }
        else if (at % sizeof(ulong) != 0)
            findings.Warn(RuleMakers.Format, "PE035", $"the PE header stands at 0x{at:x}, which is not a multiple of 8", 60, 4);
        if (header.Machine is not (Machine.X64 or Machine.Arm64))
            findings.Refuse(Everybody, "PE010", $"machine 0x{(ushort)header.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)", at + 4, 2);
        if (header.SectionCount == 0)
            findings.Refuse(RuleMakers.Shim | RuleMakers.Systemd, "PE011", $"the image has no sections", at + 6, 2);
        if (header.SymbolTableOffset != 0 || header.SymbolCount != 0)
        {
            findings.Warn(RuleMakers.Systemd, "PE012", $"a symbol table of {header.SymbolCount} rows is left over", at + 12, 8,
                "strip removes it; ukify takes no image that has one");
        }

        if (header.OptionalHeaderSize != OptionalHeader64.Size + image.OptionalHeader.DirectoryCount * (long)DataDirectory.Size)
        {
            findings.Refuse(Everybody, "PE013",
                $"the optional header has {header.OptionalHeaderSize} bytes for {image.OptionalHeader.DirectoryCount} directories, expected {OptionalHeader64.Size} + 8 each", at + 20, 2);
        }

        if (header.Characteristics.HasFlag(ImageTraits.RelocationsStripped))
        {
            findings.Refuse(Everybody, "PE014", $"relocations are stripped, so firmware could load the image at one address only", at + 22, 2,
                "link it with base relocations, and with RELOCS_STRIPPED clear even where there are none");
        }

        if (!header.Characteristics.HasFlag(ImageTraits.Executable))
            findings.Warn(RuleMakers.Format, "PE015", $"the image is not marked executable", at + 22, 2);
    }

    private static void JudgeOptionalHeader(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        int at = image.OptionalHeaderOffset;
        if (header.DirectoryCount > DataDirectory.Count)
        {
            findings.Refuse(Everybody, "PE036",
                $"the header has {header.DirectoryCount} data directories, at most {DataDirectory.Count} are known", at + 108, 4);
        }
        else if (header.DirectoryCount <= (int)DirectoryIndex.BaseRelocation)
        {
            findings.Refuse(RuleMakers.Shim, "PE037",
                $"the header has {header.DirectoryCount} data directories, none for base relocations", at + 108, 4);
        }

        JudgeAlignments(image, findings);

        long table = image.SectionTableOffset, tableEnd = table + image.FileHeader.SectionCount * (long)SectionHeader.Size;
        bool isRoomy = header.SizeOfImage >= table && (header.SizeOfImage - table) / SectionHeader.Size > image.FileHeader.SectionCount;
        if (header.SizeOfHeaders < tableEnd || header.SizeOfHeaders >= header.SizeOfImage || header.SizeOfHeaders > image.Bytes.Length || !isRoomy)
        {
            findings.Refuse(Everybody, "PE018",
                $"the headers' size is 0x{header.SizeOfHeaders:x}, the section table ends at 0x{tableEnd:x}, the image at 0x{header.SizeOfImage:x} and the file at 0x{image.Bytes.Length:x}", at + 60, 4);
        }

        JudgeSubsystem(image, findings);
        if (!header.DllCharacteristics.HasFlag(DllTraits.NxCompatible))
        {
            findings.Refuse(RuleMakers.Microsoft | RuleMakers.Shim, "PE020",
                $"the image is not marked NX-compatible, so firmware and shim refuse it where they protect memory", at + 70, 2,
                "set 0x0100 in the DLL characteristics if no code of it writes to code or runs from data");
        }

        if (image.Directory(DirectoryIndex.Import).Length != 0)
        {
            findings.Refuse(RuleMakers.Format, "PE038",
                $"the image imports from others, which firmware does not resolve", RowOf(image, DirectoryIndex.Import), 8);
        }
    }

    private static void JudgeAlignments(PeImage image, Findings findings)
    {
        var header = image.OptionalHeader;
        int at = image.OptionalHeaderOffset;
        if (header.SectionAlignment < PeHeaders.SectionAlignment || !uint.IsPow2(header.SectionAlignment))
        {
            findings.Refuse(header.SectionAlignment == 0 ? RuleMakers.Microsoft | RuleMakers.Edk2 : RuleMakers.Microsoft, "PE016",
                $"sections are aligned to {header.SectionAlignment}, expected 4096 or a larger power of two", at + 32, 4,
                "firmware gives each page its rights, and a page cannot have those of two sections");
        }

        if (header.FileAlignment % 2 != 0)
            findings.Refuse(RuleMakers.Shim, "PE039", $"file data are aligned to {header.FileAlignment}, which is odd", at + 36, 4);
        else if (!uint.IsPow2(header.FileAlignment) || header.FileAlignment > Math.Max(header.SectionAlignment, 1))
        {
            findings.Warn(RuleMakers.Format, "PE040",
                $"file data are aligned to {header.FileAlignment}, expected a power of two up to the sections' alignment of {header.SectionAlignment}", at + 36, 4);
        }

        if (header.SizeOfImage % Math.Max(header.SectionAlignment, 1) != 0)
        {
            findings.Refuse(RuleMakers.Format, "PE017",
                $"the image's size 0x{header.SizeOfImage:x} is not a multiple of its alignment 0x{header.SectionAlignment:x}", at + 56, 4,
                "builds of edk2 that protect images stop at it; round it up");
        }
    }

    private static void JudgeSubsystem(PeImage image, Findings findings)
    {
        int at = image.OptionalHeaderOffset + 68;
        switch (image.OptionalHeader.Subsystem)
        {
            case Subsystem.EfiApplication:
                break;
            case Subsystem.EfiBootServiceDriver or Subsystem.EfiRuntimeDriver:
                findings.Note(RuleMakers.Edk2, "PE041",
                    $"the image is a driver: firmware starts it from a Driver entry or the shell, not from the boot menu or \\EFI\\BOOT", at, 2);
                break;
            case var other:
                findings.Refuse(RuleMakers.Edk2, "PE019", $"subsystem {(ushort)other}, expected 10, 11 or 12 (UEFI)", at, 2);
                break;
        }
    }
}
