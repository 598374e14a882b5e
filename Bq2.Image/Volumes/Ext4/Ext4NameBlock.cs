using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A block of a folder while it is filled with names; the last one spans the free rest.</summary>
internal ref struct Ext4NameBlock(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;
    private int _last = -1;
    private int _end;

    public void Add(ReadOnlySpan<byte> name, Ext4FileType type, uint inode)
    {
        int size = Ext4DirectoryEntry.SizeFor(name.Length);
        Put(_end, new() { Inode = inode, Length = (ushort)size, NameLength = (byte)name.Length, Type = type });
        name.CopyTo(_bytes[(_end + Ext4DirectoryEntry.Size)..]);
        (_last, _end) = (_end, _end + size);
    }

    public void End(uint seed)
    {
        int end = _bytes.Length - Ext4DirectoryTail.Size;
        var last = _last < 0 ? default : MemoryMarshal.Read<Ext4DirectoryEntry>(_bytes[_last..]);
        last.Length = (ushort)(end - Math.Max(_last, 0));
        Put(Math.Max(_last, 0), last);
        _bytes.WriteAt(end, new Ext4DirectoryTail
        {
            Length = Ext4DirectoryTail.Size,
            Type = Ext4FileType.Checksum,
            Checksum = Crc32C.Append(seed, _bytes[..end]),
        });
    }

    private readonly void Put(int offset, in Ext4DirectoryEntry entry) => _bytes.WriteAt(offset, entry);
}
