using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Reads the names in a folder, one block after the other: an index hides from such a reader in entries that look free. A name that
/// cannot be one is told and left out; the rest of a block whose lengths are wrong, too.
/// </summary>
internal sealed class Ext4FolderReader(Source source, Ext4Facts facts, Ext4Doubts doubts, Ext4StoredInode folder)
{
    private readonly uint _seed = facts.Checksum.SeedOf((uint)folder.Number, folder.Fields.Generation);

    public IEnumerable<Ext4Name> Names(IReadOnlyDictionary<string, byte[]> xattrs)
    {
        if (folder.Has(Ext4InodeFlags.InlineData))
        {
            foreach (var name in InlineNames(xattrs))
                yield return name;
            yield break;
        }

        long blocks = folder.Fields.Length / facts.BlockSize;
        foreach (var run in Ext4MapReader.Read(source, facts, folder))
        {
            for (long i = 0; i < run.Count && run.Block + i < blocks; i++)
            {
                long place = (run.Start + i) * facts.BlockSize;
                byte[] bytes = source.ReadBytes(place, facts.BlockSize);
                CheckChecksum(bytes, place);
                foreach (var name in NamesIn(bytes, 0, bytes.Length, place))
                    yield return name;
            }
        }
    }

    /// <summary>Behind the parent's number, the inode has names, and after those of its block map others in an attribute.</summary>
    private IEnumerable<Ext4Name> InlineNames(IReadOnlyDictionary<string, byte[]> xattrs)
    {
        byte[] map = folder.BlockMap.ToArray();
        foreach (var name in NamesIn(map, sizeof(uint), map.Length, folder.Offset + Ext4Inode.BlockMapOffset))
            yield return name;
        if (!xattrs.TryGetValue(Ext4XattrName.InlineData, out byte[]? rest))
            yield break;
        foreach (var name in NamesIn(rest, 0, rest.Length, folder.Offset + Ext4Inode.OldSize))
            yield return name;
    }

    private IEnumerable<Ext4Name> NamesIn(byte[] bytes, int at, int end, long place)
    {
        while (at < end)
        {
            var entry = at + Ext4DirectoryEntry.Size <= end ? MemoryMarshal.Read<Ext4DirectoryEntry>(bytes.AsSpan(at)) : default;
            int length = entry.Length == 0 || entry.Length == ushort.MaxValue ? end == 1 << 16 ? end - at : 0 : entry.Length;
            if (length < Ext4DirectoryEntry.Size || length % 4 != 0 || length > end - at
                || (entry.Inode != 0 && entry.NameLength > length - Ext4DirectoryEntry.Size))
            {
                Doubt($"an entry of {length:N0} bytes, with a name of {entry.NameLength}, of which {end - at:N0} are left", place + at);
                yield break;
            }

            byte[] name = bytes[(at + Ext4DirectoryEntry.Size)..][..(entry.Inode == 0 ? 0 : entry.NameLength)];
            if (entry.Inode != 0 && IsName(name, place + at))
                yield return new(name, entry.Inode, place + at);
            at += length;
        }
    }

    private bool IsName(byte[] name, long place)
    {
        if (name is [(byte)'.'] or [(byte)'.', (byte)'.'])
            return false;
        if (name.Length > 0 && !name.AsSpan().ContainsAny((byte)0, (byte)'/'))
            return true;
        Doubt($"the name \"{ByteText.Decode(name)}\" is not valid", place);
        return false;
    }

    private void CheckChecksum(byte[] bytes, long place)
    {
        if (!facts.HasChecksums)
            return;

        var first = MemoryMarshal.Read<Ext4DirectoryEntry>(bytes);
        int end = bytes.Length - Ext4DirectoryTail.Size;
        var tail = MemoryMarshal.Read<Ext4DirectoryTail>(bytes.AsSpan(end));
        bool isRight = tail is { Inode: 0, Length: Ext4DirectoryTail.Size, NameLength: 0, Type: Ext4FileType.Checksum }
            ? tail.Checksum == Crc32C.Append(_seed, bytes.AsSpan(0, end))
            : IsIndexRight(bytes, first.Length == 12 ? Ext4HashRoot.Size : Ext4DirectoryEntry.Size);
        if (!isRight)
        {
            doubts.Add(source.Bad(VolumeFaults.Ext4Checksum,
                $"a block of the folder with inode {folder.Number:N0} has a wrong checksum", place, Ext4DirectoryEntry.Size));
        }
    }

    /// <summary>A node of an index has its checksum behind the room for its entries.</summary>
    private bool IsIndexRight(byte[] bytes, int start)
    {
        uint numbers = MemoryMarshal.Read<Ext4HashEntry>(bytes.AsSpan(start)).Hash;
        int capacity = (ushort)numbers, count = (int)(numbers >> 16), end = start + capacity * Ext4HashEntry.Size;
        if (count > capacity || end + Ext4HashTail.Size > bytes.Length)
            return false;
        var tail = MemoryMarshal.Read<Ext4HashTail>(bytes.AsSpan(end));
        return tail.Checksum == Ext4Checksum.OfIndex(_seed, bytes.AsSpan(0, start + count * Ext4HashEntry.Size), tail.Reserved);
    }

    private void Doubt(FormattableString found, long place) => doubts.Add(source.Bad(VolumeFaults.Ext4FolderEntry,
        $"the folder with inode {folder.Number} is damaged: {FormattableString.Invariant(found)}", place, Ext4DirectoryEntry.Size));
}
