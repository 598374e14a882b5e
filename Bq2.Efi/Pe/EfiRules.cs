using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// What an image must be for firmware to start it: the union of what edk2, shim and Microsoft's signing rules ask.
/// OVMF alone forgives much of this; other machines do not.
/// </summary>
public static class EfiRules
{
    /// <summary>Everything that is wrong with the image; empty where any UEFI firmware of its machine should start it.</summary>
    public static IReadOnlyList<Fault> Check(PeImage image)
    {
        var faults = new List<Fault>();
        CheckFileHeader(image, faults);
        CheckOptionalHeader(image, faults);
        CheckSections(image, faults);
        CheckEntry(image, faults);
        CheckBaseRelocations(image, faults);
        return [.. faults.Select(fault => fault with { Path = image.Path })];
    }

    private static void CheckFileHeader(PeImage image, List<Fault> faults)
    {
        var header = image.FileHeader;
        if (header.Machine is not (Machine.X64 or Machine.Arm64))
            Add("PE010", $"machine 0x{(ushort)header.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)", 4, 2);
        if (header.SectionCount == 0)
            Add("PE011", "the image has no sections", 6, 2);
        if (header.SymbolTableOffset != 0 || header.SymbolCount != 0)
            Add("PE012", $"a symbol table of {header.SymbolCount} rows is left over", 12, 8);
        if (header.OptionalHeaderSize != OptionalHeader64.Size + image.OptionalHeader.DirectoryCount * (long)DataDirectory.Size)
            Add("PE013", $"the optional header has {header.OptionalHeaderSize} bytes for {image.OptionalHeader.DirectoryCount} directories, expected {OptionalHeader64.Size} + 8 each", 20, 2);
        if (header.Characteristics.HasFlag(ImageTraits.RelocationsStripped))
            Add("PE014", "relocations are stripped, so firmware could load the image at one address only", 22, 2);
        if (!header.Characteristics.HasFlag(ImageTraits.Executable))
            Add("PE015", "the image is not marked executable", 22, 2);

        void Add(string code, string message, int field, int count) =>
            faults.Add(new Fault(code, message).Showing(image.Bytes, image.PeOffset + field, count));
    }

    private static void CheckOptionalHeader(PeImage image, List<Fault> faults)
    {
        var header = image.OptionalHeader;
        long sectionTableEnd = image.SectionTableOffset + image.FileHeader.SectionCount * (long)SectionHeader.Size;
        if (header.SectionAlignment < PeHeaders.SectionAlignment || !uint.IsPow2(header.SectionAlignment))
            Add("PE016", $"sections are aligned to {header.SectionAlignment}, expected 4096 or a larger power of two", 32, 4);
        if (header.SizeOfImage % Math.Max(header.SectionAlignment, 1) != 0)
            Add("PE017", $"the image's size 0x{header.SizeOfImage:x} is not a multiple of its alignment 0x{header.SectionAlignment:x}", 56, 4);
        if (header.SizeOfHeaders < sectionTableEnd || header.SizeOfHeaders >= header.SizeOfImage || header.SizeOfHeaders > image.Bytes.Length)
            Add("PE018", $"the headers' size is 0x{header.SizeOfHeaders:x}, the section table ends at 0x{sectionTableEnd:x} and the image at 0x{header.SizeOfImage:x}", 60, 4);
        if (header.Subsystem is not (Subsystem.EfiApplication or Subsystem.EfiBootServiceDriver or Subsystem.EfiRuntimeDriver))
            Add("PE019", $"subsystem {(ushort)header.Subsystem}, expected 10, 11 or 12 (UEFI)", 68, 2);
        if (!header.DllCharacteristics.HasFlag(DllTraits.NxCompatible))
            Add("PE020", "the image is not marked NX-compatible, so firmware that protects memory refuses it", 70, 2);

        void Add(string code, string message, int field, int count) =>
            faults.Add(new Fault(code, message).Showing(image.Bytes, image.OptionalHeaderOffset + field, count));
    }

    private static void CheckSections(PeImage image, List<Fault> faults)
    {
        var header = image.OptionalHeader;
        long addressEnd = header.SizeOfHeaders, fileEnd = header.SizeOfHeaders;
        for (int i = 0; i < image.FileHeader.SectionCount; i++)
        {
            var section = image.Sections[i];
            long length = Math.Max(section.VirtualSize, section.VirtualSize == 0 ? section.SizeOfRawData : 0);
            if (length == 0)
                Add("PE021", "is empty", 8, 4);
            if (section.VirtualAddress % Math.Max(header.SectionAlignment, 1) != 0 || section.VirtualAddress < addressEnd)
                Add("PE022", $"is at 0x{section.VirtualAddress:x}, expected a multiple of 0x{header.SectionAlignment:x} from 0x{addressEnd:x} on", 12, 4);
            if (section.VirtualAddress + length > header.SizeOfImage)
                Add("PE023", $"ends at 0x{section.VirtualAddress + length:x}, the image at 0x{header.SizeOfImage:x}", 8, 8);
            if (section.SizeOfRawData != 0 && section.PointerToRawData != fileEnd)
                Add("PE024", $"has its data at 0x{section.PointerToRawData:x} of the file, expected 0x{fileEnd:x}, right behind what is before it", 20, 4);
            if (section.PointerToRawData + (long)section.SizeOfRawData > image.Bytes.Length)
                Add("PE025", $"has data up to 0x{section.PointerToRawData + (long)section.SizeOfRawData:x}, the file ends at 0x{image.Bytes.Length:x}", 16, 8);
            if (section.Characteristics.HasFlag(SectionTraits.Write | SectionTraits.Execute))
                Add("PE026", "is both writable and executable", 36, 4);
            if (section.Characteristics.HasFlag(SectionTraits.Execute) != section.Characteristics.HasFlag(SectionTraits.Code))
                Add("PE027", "is marked executable or as code, but not both; firmware goes by the latter", 36, 4);

            addressEnd = section.VirtualAddress + length;
            fileEnd = section.SizeOfRawData == 0 ? fileEnd : section.PointerToRawData + (long)section.SizeOfRawData;

            void Add(string code, string message, int field, int count) => faults.Add(
                new Fault(code, $"section {image.SectionName(i)} {message}").Showing(image.Bytes, image.SectionTableOffset + i * SectionHeader.Size + field, count));
        }
    }

    private static void CheckEntry(PeImage image, List<Fault> faults)
    {
        uint entry = image.OptionalHeader.AddressOfEntryPoint;
        int homes = 0;
        foreach (ref readonly var section in image.Sections)
        {
            bool holds = entry >= section.VirtualAddress && entry - section.VirtualAddress < section.VirtualSize;
            homes += holds && section.Characteristics.HasFlag(SectionTraits.Execute) ? 1 : 0;
        }

        if (homes != 1)
            faults.Add(new Fault("PE028", $"the entry point 0x{entry:x} lies in {homes} executable sections, expected one").Showing(image.Bytes, image.OptionalHeaderOffset + 16, 4));
    }

    private static void CheckBaseRelocations(PeImage image, List<Fault> faults)
    {
        var directory = image.Directory(DirectoryIndex.BaseRelocation);
        int at = image.OptionalHeaderOffset + OptionalHeader64.Size + (int)DirectoryIndex.BaseRelocation * DataDirectory.Size;
        var table = image.At(directory.Address, directory.Length);
        if (directory.Length == 0 || table.Length != directory.Length)
        {
            faults.Add(new Fault("PE029", $"the base relocations are said to be {directory.Length} bytes at 0x{directory.Address:x}, the file holds {table.Length} of them").Showing(image.Bytes, at, 8));
            return;
        }

        uint last = 0;
        foreach (uint address in BaseRelocations.Decode(table, faults))
        {
            if (image.At(address, sizeof(ulong)).Length < sizeof(ulong))
                faults.Add(new("PE032", $"the base relocation of 0x{address:x} points at no data of the image"));
            if (address <= last && last != 0)
                faults.Add(new("PE033", $"the base relocation of 0x{address:x} comes after that of 0x{last:x}; a field must be moved once, in order"));
            last = address;
        }
    }
}
