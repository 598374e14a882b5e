using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// A change to a finished image. Addresses in memory stay, since code counts on them; offsets in the file may move, and everything that
/// counts from the file's start moves with them.
/// </summary>
internal sealed class PeChange
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

    // Linkers make images so, and what is changed here is then known to be all that depends on it.
    private void Check()
    {
        if (!uint.IsPow2(_fileAlignment) || !uint.IsPow2(_sectionAlignment) || _parts.Sections.Length == 0)
        {
            throw Fails(
                EfiFaults.NotExtensible,
                $"the image has {_parts.Sections.Length} sections, aligned to {_sectionAlignment} and {_fileAlignment}");
        }

        long end = Math.Max(
            _image.OptionalHeader.SizeOfHeaders, _image.SectionTableOffset + _parts.Sections.Length * (long)SectionHeader.Size);
        foreach (var section in _parts.Sections.Where(section => section.SizeOfRawData != 0).OrderBy(section => section.PointerToRawData))
        {
            if (section.PointerToRawData < end || section.PointerToRawData + (long)section.SizeOfRawData > _parts.Length)
                throw Fails(EfiFaults.NotExtensible, $"the data at 0x{section.PointerToRawData:x} overlap others, or lie outside the file");
            end = section.PointerToRawData + (long)section.SizeOfRawData;
        }

        // Whoever looks for something at the file's end would not find it there any more.
        foreach (var piece in _image.Pieces())
        {
            if (piece.Kind == PePieceKind.Overlay && _image.Bytes.Slice(piece.Offset, piece.Length).ContainsAnyExcept((byte)0))
                throw Fails(EfiFaults.NotExtensible, $"0x{piece.Length:x} bytes from 0x{piece.Offset:x} on belong to no section");
        }
    }

    private void RemoveCertificates()
    {
        var table = _image.Directory(DirectoryIndex.Certificate);
        if (table.Length == 0)
            return;
        if (table.Address + (long)table.Length < _parts.Length)
            throw Fails(EfiFaults.NotExtensible, $"the certificates at 0x{table.Address:x} are not the last of the file");
        _parts.Rest.RemoveAll(piece => piece.Offset >= table.Address);
        _parts.Length = (int)Math.Min(table.Address, _parts.Length);
        _parts.Directories[(int)DirectoryIndex.Certificate] = default;
    }

    // Headers may grow as far as the first section in memory; the file's data move by whole alignments then.
    private void MakeHeaderRoom(string name)
    {
        long tableEnd = _image.SectionTableOffset + _parts.Sections.Length * (long)SectionHeader.Size, end = tableEnd + SectionHeader.Size;
        long first = _parts.Sections.Min(section => section.VirtualAddress);
        if (end > first || _parts.Sections.Length == ushort.MaxValue)
        {
            throw Fails(EfiFaults.NoHeaderRoom,
                $"the headers would end at 0x{end:x} with section {name}, and the first section begins at 0x{first:x} in memory");
        }

        uint headers = Align.Up((uint)Math.Max(end, _image.OptionalHeader.SizeOfHeaders), _fileAlignment);
        long data = _parts.Sections.Where(section => section.SizeOfRawData != 0).Min(section => (long?)section.PointerToRawData)
            ?? _parts.Length;
        int used = (int)Math.Min(end, data);
        if (_image.Bytes[(int)tableEnd..Math.Max((int)tableEnd, used)].ContainsAnyExcept((byte)0))
            throw Fails(EfiFaults.NoHeaderRoom, $"the bytes behind the section table, at 0x{tableEnd:x}, are in use");
        if (headers > data)
            MoveBehind(data, (int)(headers - data));
        _parts.OptionalHeader = _parts.OptionalHeader with { SizeOfHeaders = headers };
    }

    /// <summary>Moves all that lies at an offset of the file or behind it.</summary>
    private void MoveBehind(long offset, int distance)
    {
        if (distance == 0)
            return;

        // A kernel's boot protocol says in sectors of the file where its parts begin.
        if (_image.IsLinux)
            throw Fails(EfiFaults.NotExtensible, "the parts of a kernel cannot be moved in its file");
        foreach (ref var section in _parts.Sections.AsSpan())
        {
            section.PointerToRawData = Moved(section.PointerToRawData);
            section.PointerToRelocations = Moved(section.PointerToRelocations);
            section.PointerToLineNumbers = Moved(section.PointerToLineNumbers);
        }

        for (int i = 0; i < _parts.Rest.Count; i++)
        {
            if (_parts.Rest[i].Offset >= offset)
                _parts.Rest[i] = (_parts.Rest[i].Offset + distance, _parts.Rest[i].Bytes);
        }

        _parts.FileHeader = _parts.FileHeader with { SymbolTableOffset = Moved(_parts.FileHeader.SymbolTableOffset) };
        MoveDebugData(Moved);
        _parts.Length = checked(_parts.Length + distance);

        uint Moved(uint at) => at != 0 && at >= offset ? checked(at + (uint)distance) : at;
    }

    // The rows of the debug directory lie in a section, and say where their data are in the file.
    private void MoveDebugData(Func<uint, uint> moved)
    {
        var table = _image.Directory(DirectoryIndex.Debug);
        int home = _image.SectionAt(table.Address);
        if (table.Length < DebugDirectoryEntry.Size || home < 0)
            return;

        byte[] data = _parts.SectionData[home].ToArray();
        int start = (int)(table.Address - _parts.Sections[home].VirtualAddress);
        int length = Math.Min((int)Math.Min(table.Length, int.MaxValue), data.Length - start);
        if (length < DebugDirectoryEntry.Size)
            return;
        foreach (ref var row in MemoryMarshal.Cast<byte, DebugDirectoryEntry>(data.AsSpan(start, length)))
            row.FileOffset = moved(row.FileOffset);
        _parts.SectionData[home] = data;
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
