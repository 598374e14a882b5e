using System.Buffers.Binary;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// A change to a finished image. Addresses in memory stay, since code counts on them; offsets in the file may move, and everything that
/// counts from the file's start moves with them.
/// </summary>
internal sealed partial class PeChange
{
    // What firmware adds up in 32 bits must not overflow.
    private const long MaxImage = 1L << 31;

    private readonly PeImage _image;
    private readonly PeParts _parts;
    private readonly uint _fileAlignment;
    private readonly uint _sectionAlignment;

    public PeChange(PeImage image)
    {
        (_image, _parts) = (image, new(image));
        (_fileAlignment, _sectionAlignment) = (image.OptionalHeader.FileAlignment, image.OptionalHeader.SectionAlignment);
        Check();
        RemoveCertificates();
    }

    public void Add(string name, ReadOnlyMemory<byte> content, SectionTraits traits)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(name) > sizeof(ulong))
            throw Fails(EfiFaults.NewSection, $"'{name}' cannot be a section's name: expected are 1 to {sizeof(ulong)} bytes");
        if (content.IsEmpty)
            throw Fails(EfiFaults.NewSection, $"section {name} would be empty, and firmware refuses empty sections");
        MakeHeaderRoom(name);

        long address = Align.Up(Math.Max(_parts.OptionalHeader.SizeOfImage, _parts.Sections.Max(EndInMemory)), _sectionAlignment);
        uint offset = Align.Up((uint)_parts.Length, _fileAlignment);
        var header = new SectionHeader
        {
            Name = PackedName(name),
            VirtualAddress = Checked(address, name),
            VirtualSize = (uint)content.Length,
            PointerToRawData = offset,
            SizeOfRawData = Align.Up((uint)content.Length, _fileAlignment),
            Characteristics = traits,
        };
        _parts.Sections = [.. _parts.Sections, header];
        _parts.SectionData = [.. _parts.SectionData, content];
        _parts.FileHeader = _parts.FileHeader with { SectionCount = (ushort)_parts.Sections.Length };
        _parts.Length = checked((int)(offset + header.SizeOfRawData));
        CountData(header.SizeOfRawData, traits);
        SetImageSize(name);
    }

    public void Grow(int section, ReadOnlyMemory<byte> content)
    {
        var header = _parts.Sections[section];
        string name = _image.SectionName(section);
        if (content.Length < Math.Max(header.VirtualSize, 1))
            throw Fails(EfiFaults.NewSection, $"section {name} has {header.VirtualSize} bytes in memory and would have {content.Length}");

        long room = _parts.Sections.Where(other => other.VirtualAddress > header.VirtualAddress)
            .Min(other => (long?)other.VirtualAddress) - header.VirtualAddress ?? MaxImage;
        if (content.Length > room)
        {
            throw Fails(EfiFaults.NewSection,
                $"section {name} would have {content.Length} bytes, and the next one follows {room} bytes behind its start");
        }

        uint length = Align.Up((uint)content.Length, _fileAlignment), before = header.SizeOfRawData;
        if (before == 0)
            throw Fails(EfiFaults.NotExtensible, $"section {name} has no content in the file that could grow");
        MoveBehind(header.PointerToRawData + before, (int)Math.Max(0, length - (long)before));
        _parts.Sections[section].SizeOfRawData = Math.Max(length, before);
        _parts.Sections[section].VirtualSize = (uint)content.Length;
        _parts.SectionData[section] = content;
        CountData(_parts.Sections[section].SizeOfRawData - before, header.Characteristics);
        SetImageSize(name);
    }

    /// <summary>The file; its checksum is set if it had one.</summary>
    public byte[] Finish()
    {
        if (_parts.OptionalHeader.CheckSum == 0)
            return _parts.ToBytes();
        _parts.OptionalHeader = _parts.OptionalHeader with { CheckSum = 0 };
        _parts.OptionalHeader = _parts.OptionalHeader with { CheckSum = PeCheckSum.Of(_parts.ToBytes()) };
        return _parts.ToBytes();
    }

    private void CountData(uint added, SectionTraits traits)
    {
        var header = _parts.OptionalHeader;
        _parts.OptionalHeader = traits.HasFlag(SectionTraits.Code)
            ? header with { SizeOfCode = header.SizeOfCode + added }
            : header with { SizeOfInitializedData = header.SizeOfInitializedData + added };
    }

    private void SetImageSize(string name)
    {
        long end = Align.Up(_parts.Sections.Max(EndInMemory), _sectionAlignment);
        uint size = Math.Max(_parts.OptionalHeader.SizeOfImage, Checked(end, name));
        _parts.OptionalHeader = _parts.OptionalHeader with { SizeOfImage = size };
    }

    private uint Checked(long address, string name) => address <= MaxImage
        ? (uint)address
        : throw Fails(EfiFaults.NewSection, $"the image would be larger than {MaxImage >> 30} GiB with section {name}");

    private static long EndInMemory(SectionHeader section) =>
        section.VirtualAddress + (long)(section.VirtualSize == 0 ? section.SizeOfRawData : section.VirtualSize);

    private static ulong PackedName(string name)
    {
        Span<byte> packed = stackalloc byte[sizeof(ulong)];
        packed.Clear();
        Encoding.UTF8.GetBytes(name, packed);
        return BinaryPrimitives.ReadUInt64LittleEndian(packed);
    }

    private FaultException Fails(FaultCode code, string message) => new(new(code, message) { Path = _image.Path });
}
