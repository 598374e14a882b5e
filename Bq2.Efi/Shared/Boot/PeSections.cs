using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Boot;

/// <summary>The sections of an image of which only the beginning was read.</summary>
internal readonly ref struct PeSections
{
    private readonly ReadOnlySpan<byte> _rows;

    /// <summary>No sections if the bytes are not an image or do not contain the whole table.</summary>
    public PeSections(ReadOnlySpan<byte> start)
    {
        if (KernelImage.Read(start, out _) != KernelFault.None)
            return;

        // In bounds: the image was read at least to its optional header.
        var dos = MemoryMarshal.Read<DosHeader>(start);
        int coffOffset = (int)dos.PeOffset + sizeof(uint);
        var coff = MemoryMarshal.Read<CoffHeader>(start[coffOffset..]);
        int table = coffOffset + CoffHeader.Size + coff.OptionalHeaderSize;
        int length = coff.SectionCount * SectionHeader.Size;
        if (table <= start.Length - length)
            _rows = start.Slice(table, length);
    }

    /// <summary>The least length of the file if it is complete.</summary>
    public ulong End
    {
        get
        {
            ulong end = 0;
            for (var rows = _rows; !rows.IsEmpty; rows = rows[SectionHeader.Size..])
            {
                var section = MemoryMarshal.Read<SectionHeader>(rows);
                ulong sectionEnd = (ulong)section.PointerToRawData + section.SizeOfRawData;
                if (section.SizeOfRawData != 0 && sectionEnd > end)
                    end = sectionEnd;
            }

            return end;
        }
    }

    /// <summary>Where the section of that name, at most eight characters, is in the file.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryFind(ReadOnlySpan<byte> name, out SectionHeader section)
    {
        ulong wanted = 0;
        for (int i = 0; i < name.Length; i++)
            wanted |= (ulong)name[i] << 8 * i;

        for (var rows = _rows; !rows.IsEmpty; rows = rows[SectionHeader.Size..])
        {
            section = MemoryMarshal.Read<SectionHeader>(rows);
            if (section.Name != wanted)
                continue;

            // The rest of the last block in the file is padding.
            if (section.VirtualSize != 0 && section.VirtualSize < section.SizeOfRawData)
                section.SizeOfRawData = section.VirtualSize;
            return true;
        }

        section = default;
        return false;
    }
}
