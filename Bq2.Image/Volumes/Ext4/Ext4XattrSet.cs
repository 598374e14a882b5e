using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The extended attributes of an entry, in the kernel's order, divided between the room that its inode has and a block: each goes into the
/// inode if there is still room for it.
/// </summary>
internal sealed class Ext4XattrSet
{
    // Behind the inode's own fields; a magic at the start, and four zeros behind the last entry.
    public const int RoomInInode = Ext4Layout.InodeSize - Ext4Inode.Size;
    private const int MagicSize = sizeof(uint), EndSize = sizeof(uint);

    private readonly List<Stored> _inInode = [], _inBlock = [];

    private Ext4XattrSet(TreeEntry entry, int blockSize)
    {
        int room = RoomInInode - MagicSize - EndSize, roomInBlock = blockSize - Ext4XattrHeader.Size - EndSize;
        foreach (var each in entry.Attributes.Xattrs.Select(each => Stored.Of(entry, each.Key, each.Value)).Order())
        {
            bool fits = each.Size <= room;
            if (fits)
                room -= each.Size;
            else
                roomInBlock -= each.Size;
            (fits ? _inInode : _inBlock).Add(each);
        }

        if (roomInBlock < 0)
        {
            throw Failure.Of(VolumeFaults.Ext4Attribute,
                $"the extended attributes need {-roomInBlock:N0} bytes more than there are in the inode and a block", entry.Path);
        }
    }

    public bool NeedsBlock => _inBlock.Count > 0;

    /// <summary>Null for an entry without attributes.</summary>
    public static Ext4XattrSet? Of(TreeEntry? entry, int blockSize) =>
        entry is null || entry.Attributes.Xattrs.Count == 0 ? null : new(entry, blockSize);

    /// <summary>Writes those of the inode into its last bytes, which are zeros.</summary>
    public void WriteToInode(Span<byte> room)
    {
        if (_inInode.Count == 0)
            return;
        BinaryPrimitives.WriteUInt32LittleEndian(room, Ext4XattrHeader.MagicXattr);
        Write(_inInode, room[MagicSize..], 0);
    }

    /// <summary>The block with the others.</summary>
    public byte[] ToBlock(ulong block, int blockSize, Ext4Checksum checksum)
    {
        var bytes = new byte[blockSize];
        uint hash = Write(_inBlock, bytes, Ext4XattrHeader.Size);
        var header = new Ext4XattrHeader { Magic = Ext4XattrHeader.MagicXattr, References = 1, Blocks = 1, Hash = hash };
        bytes.AsSpan().WriteAt(0, header);
        header.Checksum = checksum.OfXattrs(block, bytes);
        bytes.AsSpan().WriteAt(0, header);
        return bytes;
    }

    /// <summary>Writes entries from a place on and their values from the end on; the hash of all of them.</summary>
    private static uint Write(List<Stored> all, Span<byte> bytes, int at)
    {
        int end = bytes.Length;
        uint hash = 0;
        bool isHashed = true;
        foreach (var (name, value) in all)
        {
            end -= Align.Up(value.Length, sizeof(uint));
            value.CopyTo(bytes[end..]);
            var entry = new Ext4XattrEntry
            {
                NameLength = (byte)name.Rest.Length,
                Prefix = name.Prefix,
                ValueOffset = (ushort)(value.Length == 0 ? 0 : end),
                ValueSize = (uint)value.Length,
                Hash = HashOf(name.Rest, bytes.Slice(end, Align.Up(value.Length, sizeof(uint)))),
            };
            bytes.WriteAt(at, entry);
            name.Rest.CopyTo(bytes[(at + Ext4XattrEntry.Size)..]);
            at += Ext4XattrEntry.SizeFor(name.Rest.Length);
            hash = hash << 16 ^ hash >> 16 ^ entry.Hash;
            isHashed &= entry.Hash != 0;
        }

        return isHashed ? hash : 0;
    }

    /// <summary>The hash of an attribute, by which equal blocks are found.</summary>
    private static uint HashOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        uint hash = 0;
        foreach (byte letter in name)
            hash = hash << 5 ^ hash >> 27 ^ letter;
        foreach (uint word in MemoryMarshal.Cast<byte, uint>(value))
            hash = hash << 16 ^ hash >> 16 ^ word;
        return hash;
    }

    private readonly record struct Stored(Ext4XattrName Name, byte[] Value) : IComparable<Stored>
    {
        public int Size => Ext4XattrEntry.SizeFor(Name.Rest.Length) + Align.Up(Value.Length, sizeof(uint));

        public static Stored Of(TreeEntry entry, string text, byte[] value)
        {
            if (Ext4XattrName.Of(text) is not { } name)
            {
                throw Failure.Of(VolumeFaults.Ext4Attribute,
                    $"\"{text}\" is no name of an extended attribute: they begin with user., trusted., security. or system.", entry.Path);
            }

            byte[]? stored = name.IsAcl ? Ext4Acl.ToStored(value) : value;
            return stored is not null ? new(name, stored)
                : throw Failure.Of(VolumeFaults.Ext4Attribute, $"the value of {text} is not an access control list", entry.Path);
        }

        public int CompareTo(Stored other) => Name.CompareTo(other.Name);
    }
}
