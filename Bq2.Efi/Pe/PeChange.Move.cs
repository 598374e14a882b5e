using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

internal sealed partial class PeChange
{
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
}
