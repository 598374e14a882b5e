using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The index of a folder: its first block points to the blocks of names, or to nodes that do. The nodes follow the first block.
/// </summary>
internal readonly struct Ext4IndexWriter
{
    private readonly int _blockSize;
    private readonly int _nodes;

    public Ext4IndexWriter(int blockSize, int leaves)
    {
        _blockSize = blockSize;
        if (leaves <= RootCapacity)
            return;

        // Nodes get filled by four fifths, like the blocks of names.
        _nodes = (int)Align.Units(leaves, NodeCapacity * 4 / 5);
        if (_nodes > RootCapacity)
        {
            throw Failure.Of(VolumeFaults.Ext4Name, $"a folder needs {leaves:N0} blocks of {blockSize:N0} bytes, too many for its index",
                hint: "spread the files over several folders, or use larger blocks");
        }
    }

    /// <summary>Those of the index.</summary>
    public int Blocks => 1 + _nodes;

    private int RootCapacity => (_blockSize - Ext4HashRoot.Size - Ext4HashTail.Size) / Ext4HashEntry.Size;

    private int NodeCapacity => (_blockSize - Ext4DirectoryEntry.Size - Ext4HashTail.Size) / Ext4HashEntry.Size;

    public void Write(Span<byte> folder, uint self, uint parent, uint seed, List<(int First, uint Hash)> leaves)
    {
        folder.WriteAt(0, Root(self, parent));
        var root = new Level(folder[.._blockSize], Ext4HashRoot.Size, RootCapacity);
        if (_nodes == 0)
        {
            for (int i = 0; i < leaves.Count; i++)
                root.Add(leaves[i].Hash, (uint)(Blocks + i));
        }

        for (int node = 0; node < _nodes; node++)
        {
            int first = (int)((long)leaves.Count * node / _nodes), end = (int)((long)leaves.Count * (node + 1) / _nodes);
            var block = folder.Slice((1 + node) * _blockSize, _blockSize);
            block.WriteAt(0, new Ext4DirectoryEntry { Length = (ushort)_blockSize });
            var level = new Level(block, Ext4DirectoryEntry.Size, NodeCapacity);
            for (int i = first; i < end; i++)
                level.Add(leaves[i].Hash, (uint)(Blocks + i));
            level.End(seed);
            root.Add(leaves[first].Hash, (uint)(1 + node));
        }

        root.End(seed);
    }

    private Ext4HashRoot Root(uint self, uint parent) => new()
    {
        Self = new() { Inode = self, Length = 12, NameLength = 1, Type = Ext4FileType.Folder },
        SelfName = '.',
        Parent = new() { Inode = parent, Length = (ushort)(_blockSize - 12), NameLength = 2, Type = Ext4FileType.Folder },
        ParentName = '.' | '.' << 8,
        HashVersion = Ext4HashRoot.HalfMd4,
        InfoLength = 8,
        Levels = (byte)(_nodes > 0 ? 1 : 0),
    };

    private ref struct Level(Span<byte> block, int start, int capacity)
    {
        private readonly Span<byte> _block = block;
        private int _count;

        public void Add(uint hash, uint target) =>
            _block.WriteAt(start + _count++ * Ext4HashEntry.Size, new Ext4HashEntry { Hash = hash, Block = target });

        public void End(uint seed)
        {
            // The first entry's hash is the lowest there is, so its place is free for the numbers.
            var first = Unsafe.ReadUnaligned<Ext4HashEntry>(ref _block[start]);
            _block.WriteAt(start, Ext4HashEntry.First(capacity, _count, first.Block));
            _block.WriteAt(start + capacity * Ext4HashEntry.Size, new Ext4HashTail
            {
                Checksum = Ext4Checksum.OfIndex(seed, _block[..(start + _count * Ext4HashEntry.Size)], reserved: 0),
            });
        }
    }
}
