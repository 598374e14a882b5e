using System.Buffers.Binary;
using System.Text.Unicode;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>A section of an image to be: where it lies in memory and in the file.</summary>
internal sealed record PePlannedSection(string Name, SectionTraits Traits, uint Address, uint Length, uint FileOffset, uint FileLength);

/// <summary>
/// The headers of a UEFI program. Each field is what edk2, shim, systemd and Microsoft's signing rules agree on; the
/// comments name who is hurt otherwise.
/// </summary>
internal sealed record PeHeaders
{
    public const uint MinSectionAlignment = 4096; // Microsoft signs nothing less; stricter firmware loads nothing less
    public const uint FileAlignment = 512;
    public const int MaxSectionCount = 90;     // headers stay inside the first page of the image
    private const int PeOffset = DosHeader.Size;
    private const int OptionalHeaderLength = OptionalHeader64.Size + DataDirectory.Count * DataDirectory.Size;
    private const int SectionTableOffset = PeOffset + sizeof(uint) + CoffHeader.Size + OptionalHeaderLength;

    public required Machine Machine { get; init; }
    public required Subsystem Subsystem { get; init; }
    public required uint Entry { get; init; }
    public required IReadOnlyList<PePlannedSection> Sections { get; init; }

    /// <summary>Firmware puts the image at a multiple of this.</summary>
    public uint SectionAlignment { get; init; } = MinSectionAlignment;

    public DataDirectory DebugDirectory { get; init; }

    /// <summary>Where firmware looks for a driver's forms and texts.</summary>
    public DataDirectory ResourceDirectory { get; init; }

    /// <summary>The unwind table, which may be a part of a section.</summary>
    public DataDirectory ExceptionDirectory { get; init; }

    /// <summary>
    /// What the headers take in the file. The first section's data follows without a gap, or signatures disagree. Who
    /// appends sections later moves the data by whole <see cref="FileAlignment"/>s: addresses begin at the second page, so
    /// they stay. A certificate table needs no room here, only its row, and an end of the file that is a multiple of 8.
    /// </summary>
    public static uint LengthFor(int sections) =>
        Align.Up((uint)(SectionTableOffset + sections * SectionHeader.Size), FileAlignment);

    public void Write(Span<byte> image)
    {
        image.WriteAt(0, new DosHeader { Magic = DosHeader.MagicMz, PeOffset = PeOffset });
        image.WriteAt(PeOffset, CoffHeader.PeSignature);
        image.WriteAt(PeOffset + sizeof(uint), FileHeader());
        image.WriteAt(PeOffset + sizeof(uint) + CoffHeader.Size, OptionalHeader());
        image.WriteAt(DirectoryOffset(DirectoryIndex.Resource), ResourceDirectory);
        image.WriteAt(DirectoryOffset(DirectoryIndex.Exception), ExceptionDirectory);
        WriteDirectory(image, DirectoryIndex.BaseRelocation, BaseRelocations.SectionName);
        image.WriteAt(DirectoryOffset(DirectoryIndex.Debug), DebugDirectory);
        for (int i = 0; i < Sections.Count; i++)
            image.WriteAt(SectionTableOffset + i * SectionHeader.Size, Header(Sections[i]));
    }

    private CoffHeader FileHeader() => new()
    {
        Machine = Machine,
        SectionCount = (ushort)Sections.Count,
        OptionalHeaderSize = OptionalHeaderLength,                              // edk2 and shim: exactly what the directories need
        Characteristics = ImageTraits.Executable | ImageTraits.LargeAddressAware,
    };

    private OptionalHeader64 OptionalHeader() => new()
    {
        Magic = OptionalHeader64.MagicPe32Plus,
        MajorLinkerVersion = 14,                                                // 0.0 is refused by old signing tools
        SizeOfCode = Sum(SectionTraits.Code),
        SizeOfInitializedData = Sum(SectionTraits.InitializedData),
        AddressOfEntryPoint = Entry,
        BaseOfCode = Sections.FirstOrDefault(s => s.Traits.HasFlag(SectionTraits.Code))?.Address ?? 0,
        ImageBase = 0,                                                          // firmware chooses
        SectionAlignment = SectionAlignment,
        FileAlignment = FileAlignment,
        SizeOfImage = Align.Up(Sections[^1].Address + Sections[^1].Length, SectionAlignment),
        SizeOfHeaders = LengthFor(Sections.Count),
        Subsystem = Subsystem,
        DllCharacteristics = DllTraits.NxCompatible | DllTraits.DynamicBase | DllTraits.HighEntropyVa,
        DirectoryCount = DataDirectory.Count,
    };

    private uint Sum(SectionTraits kind) => (uint)Sections.Where(s => s.Traits.HasFlag(kind)).Sum(s => s.FileLength);

    private void WriteDirectory(Span<byte> image, DirectoryIndex index, string section)
    {
        if (Sections.FirstOrDefault(s => s.Name == section) is { } found)
            image.WriteAt(DirectoryOffset(index), new DataDirectory { Address = found.Address, Length = found.Length });
    }

    private static int DirectoryOffset(DirectoryIndex index) =>
        SectionTableOffset - (DataDirectory.Count - (int)index) * DataDirectory.Size;

    private static SectionHeader Header(PePlannedSection section)
    {
        return new()
        {
            Name = PackedName(section.Name),
            VirtualSize = section.Length,
            VirtualAddress = section.Address,
            SizeOfRawData = section.FileLength,
            PointerToRawData = section.FileLength == 0 ? 0 : section.FileOffset,
            Characteristics = section.Traits,
        };
    }

    // The rest of a longer name is cut off, as link.exe and lld do with what stays in memory: loaders know no string table.
    private static ulong PackedName(string name)
    {
        Span<byte> packed = stackalloc byte[sizeof(ulong)];
        packed.Clear();
        Utf8.FromUtf16(name, packed, out _, out _);
        return BinaryPrimitives.ReadUInt64LittleEndian(packed);
    }
}
