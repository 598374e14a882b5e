using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Reads the extended attributes of an inode, from the inode and from its block.</summary>
internal sealed class Ext4XattrReader(Source source, Ext4Facts facts, Ext4Doubts doubts, Ext4StoredInode inode)
{
    private readonly Dictionary<string, byte[]> _found = [];

    public IReadOnlyDictionary<string, byte[]> Read()
    {
        var room = inode.Room;
        if (room.Length > sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(room) == Ext4XattrHeader.MagicXattr)
            ReadEntries(room[sizeof(uint)..], 0, inode.Offset + inode.Bytes.Length - room.Length + sizeof(uint));
        if (inode.Fields.AttributeBlock is not 0 and var block)
            ReadBlock(block);
        return _found;
    }

    private void ReadBlock(ulong block)
    {
        long place = (long)block * facts.BlockSize;
        if (!facts.HasBlocks(block, 1))
        {
            Doubt($"they are in block {block:N0}, but the volume has {facts.Blocks:N0}", inode.Offset, Ext4Inode.OldSize);
            return;
        }

        byte[] bytes = source.ReadBytes(place, facts.BlockSize);
        var header = MemoryMarshal.Read<Ext4XattrHeader>(bytes);
        if (header.Magic != Ext4XattrHeader.MagicXattr || header.Blocks != 1)
        {
            Doubt($"their block has the magic 0x{header.Magic:x8} and {header.Blocks} blocks", place, Ext4XattrHeader.Size);
            return;
        }

        if (facts.HasChecksums && header.Checksum != facts.Checksum.OfXattrs(block, bytes))
        {
            doubts.Add(source.Bad(VolumeFaults.Ext4Checksum,
                $"the extended attributes of inode {inode.Number:N0} have a wrong checksum", place, Ext4XattrHeader.Size));
        }

        ReadEntries(bytes, Ext4XattrHeader.Size, place);
    }

    /// <summary>Entries from a place on, up to four zeros.</summary>
    private void ReadEntries(ReadOnlySpan<byte> bytes, int at, long place)
    {
        while (at + sizeof(uint) <= bytes.Length && BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) != 0)
        {
            if (at + Ext4XattrEntry.Size > bytes.Length)
            {
                Doubt($"an entry goes over the end", place + at, sizeof(uint));
                return;
            }

            var entry = MemoryMarshal.Read<Ext4XattrEntry>(bytes[at..]);
            int next = at + Ext4XattrEntry.SizeFor(entry.NameLength);
            if (next > bytes.Length)
            {
                Doubt($"a name of {entry.NameLength} bytes goes over the end", place + at, Ext4XattrEntry.Size);
                return;
            }

            Add(entry, bytes.Slice(at + Ext4XattrEntry.Size, entry.NameLength), bytes, place + at);
            at = next;
        }
    }

    private void Add(in Ext4XattrEntry entry, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> bytes, long place)
    {
        if (Ext4XattrName.Text(entry.Prefix, rest) is not { } name)
            Doubt($"\"{ByteText.Decode(rest)}\" has the unknown prefix {(byte)entry.Prefix}", place, Ext4XattrEntry.Size);
        else if (entry.ValueInode != 0)
            Doubt($"the value of {name} is in an inode of its own, which is not supported", place, Ext4XattrEntry.Size);
        else if (entry.ValueSize > 0 && (entry.ValueOffset > bytes.Length || entry.ValueSize > bytes.Length - entry.ValueOffset))
            Doubt($"the value of {name} goes over the end", place, Ext4XattrEntry.Size);
        else
            Add(name, entry.Prefix, entry.ValueSize == 0 ? [] : bytes.Slice(entry.ValueOffset, (int)entry.ValueSize), place);
    }

    private void Add(string name, Ext4XattrPrefix prefix, ReadOnlySpan<byte> value, long place)
    {
        bool isAcl = prefix is Ext4XattrPrefix.AccessAcl or Ext4XattrPrefix.DefaultAcl;
        if ((isAcl ? Ext4Acl.ToVisible(value) : value.ToArray()) is { } visible)
            _found[name] = visible;
        else
            Doubt($"the value of {name} is not an access control list", place, Ext4XattrEntry.Size);
    }

    private void Doubt(FormattableString found, long place, int length) => doubts.Add(source.Bad(VolumeFaults.Ext4AttributeUnread,
        $"extended attributes of inode {inode.Number} cannot be read: {FormattableString.Invariant(found)}", place, length));
}
