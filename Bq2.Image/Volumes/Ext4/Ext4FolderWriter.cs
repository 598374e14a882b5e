using System.Text;

namespace Bq2.Image;

/// <summary>
/// Writes the blocks of a folder: one block as a plain list, more with an index by the names' hashes. It is used again for every folder,
/// so that its lists are.
/// </summary>
internal sealed class Ext4FolderWriter(int blockSize, Ext4Checksum checksum, Ext4NameHash hash)
{
    private readonly List<(int Start, byte Length, Ext4FileType Type, uint Inode)> _entries = [];
    private byte[] _names = new byte[1 << 16];
    private int _end;
    private long _length;

    /// <summary>Whether what was added needs more than one block.</summary>
    public bool IsIndexed => _length > Room;

    private int Room => blockSize - Ext4DirectoryTail.Size;

    // A fifth of each block of an indexed folder stays free, as after e2fsck -D: else the first new names would split all of them.
    private int UsualFill => Room - Room / 5;

    public void Start()
    {
        _entries.Clear();
        _end = 0;
        _length = 2 * Ext4DirectoryEntry.SizeFor(2);
    }

    public void Add(string name, Ext4FileType type, uint inode)
    {
        if (_names.Length - _end < Encoding.UTF8.GetMaxByteCount(name.Length))
            Array.Resize(ref _names, 2 * _names.Length + Encoding.UTF8.GetMaxByteCount(name.Length));
        int length = Encode(name, _names.AsSpan(_end));
        if (length > Ext4DirectoryEntry.MaxName)
            throw Failure.Of(VolumeFaults.Ext4Name, $"the name \"{name}\" has {length:N0} bytes, more than {Ext4DirectoryEntry.MaxName}");
        _entries.Add((_end, (byte)length, type, inode));
        _end += length;
        _length += Ext4DirectoryEntry.SizeFor(length);
    }

    /// <summary>The blocks, with as many empty ones at the end as make up the least length.</summary>
    public byte[] ToBytes(uint self, uint parent, int leastLength = 0)
    {
        uint seed = checksum.SeedOf(self, generation: 0);
        if (IsIndexed)
            return WithIndex(self, parent, seed);

        var bytes = new byte[Math.Max(blockSize, leastLength)];
        var block = new Ext4NameBlock(bytes.AsSpan(0, blockSize));
        block.Add("."u8, Ext4FileType.Folder, self);
        block.Add(".."u8, Ext4FileType.Folder, parent);
        for (int i = 0; i < _entries.Count; i++)
            Add(ref block, i);
        block.End(seed);
        for (int at = blockSize; at < bytes.Length; at += blockSize)
            new Ext4NameBlock(bytes.AsSpan(at, blockSize)).End(seed);
        return bytes;
    }

    private static int Encode(string name, Span<byte> into)
    {
        if (!ByteText.HasSurrogates(name))
            return Encoding.UTF8.GetBytes(name, into);
        byte[] bytes = ByteText.Encode(name);
        bytes.CopyTo(into);
        return bytes.Length;
    }

    private ReadOnlySpan<byte> NameOf(int entry) => _names.AsSpan(_entries[entry].Start, _entries[entry].Length);

    private void Add(ref Ext4NameBlock block, int entry) => block.Add(NameOf(entry), _entries[entry].Type, _entries[entry].Inode);

    private byte[] WithIndex(uint self, uint parent, uint seed)
    {
        ulong[] sorted = SortByHash();
        var leaves = Leaves(sorted);
        var index = new Ext4IndexWriter(blockSize, leaves.Count);
        var bytes = new byte[(index.Blocks + leaves.Count) * (long)blockSize];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            var block = new Ext4NameBlock(bytes.AsSpan((index.Blocks + leaf) * blockSize, blockSize));
            int end = leaf + 1 < leaves.Count ? leaves[leaf + 1].First : sorted.Length;
            for (int i = leaves[leaf].First; i < end; i++)
                Add(ref block, (int)(uint)sorted[i]);
            block.End(seed);
        }

        index.Write(bytes, self, parent, seed, leaves);
        return bytes;
    }

    /// <summary>Hash and number of each entry; of equal hashes the lower number is first.</summary>
    private ulong[] SortByHash()
    {
        var sorted = new ulong[_entries.Count];
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = (ulong)hash.Of(NameOf(i)) << 32 | (uint)i;
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Where in the sorted list each block begins, and the hash for the index.</summary>
    private List<(int First, uint Hash)> Leaves(ulong[] sorted)
    {
        var leaves = new List<(int First, uint Hash)> { (0, 0) };
        int used = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            int size = Ext4DirectoryEntry.SizeFor(_entries[(int)(uint)sorted[i]].Length);
            if (used + size > UsualFill)
            {
                uint first = (uint)(sorted[i] >> 32), before = (uint)(sorted[i - 1] >> 32);
                leaves.Add((i, first == before ? first | 1 : first));
                used = 0;
            }

            used += size;
        }

        return leaves;
    }
}
