using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The nodes of a tree of more extents than an inode has room for: leaves first, then the levels above them.</summary>
internal sealed class Ext4ExtentTree(int blockSize, uint[] blocks, uint seed)
{
    public const int CapacityInInode = (Ext4Inode.BlockMapSize - Ext4ExtentHeader.Size) / Ext4Extent.Size;

    private readonly int _capacity = CapacityOf(blockSize);

    /// <summary>How many blocks the nodes take; their checksum has room behind the last entry.</summary>
    public static long BlocksFor(long extents, int blockSize)
    {
        long blocks = 0;
        for (long entries = extents; entries > CapacityInInode;)
        {
            entries = Align.Units(entries, CapacityOf(blockSize));
            blocks += entries;
        }

        return blocks;
    }

    public int Count => blocks.Length;

    /// <summary>The extents as the block map of an inode that needs no tree.</summary>
    public static void WriteInInode(Span<byte> map, ReadOnlySpan<Ext4Extent> extents)
    {
        WriteHeader(map, extents.Length, CapacityInInode, depth: 0);
        MemoryMarshal.AsBytes(extents).CopyTo(map[Ext4ExtentHeader.Size..]);
    }

    /// <summary>The nodes with their blocks, and the root for the inode.</summary>
    public List<(uint Block, byte[] Bytes)> Write(ReadOnlySpan<Ext4Extent> extents, Span<byte> root)
    {
        var nodes = new List<(uint Block, byte[] Bytes)>(blocks.Length);
        var level = new List<Ext4ExtentIndex>();
        for (int i = 0; i < extents.Length; i += _capacity)
        {
            var part = extents.Slice(i, Math.Min(_capacity, extents.Length - i));
            level.Add(Add(nodes, part[0].Block, MemoryMarshal.AsBytes(part), part.Length, depth: 0));
        }

        int depth = 1;
        for (; level.Count > CapacityInInode; depth++)
        {
            var above = new List<Ext4ExtentIndex>();
            for (int i = 0; i < level.Count; i += _capacity)
            {
                var part = CollectionsMarshal.AsSpan(level).Slice(i, Math.Min(_capacity, level.Count - i));
                above.Add(Add(nodes, part[0].Block, MemoryMarshal.AsBytes(part), part.Length, depth));
            }

            level = above;
        }

        WriteHeader(root, level.Count, CapacityInInode, depth);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(level)).CopyTo(root[Ext4ExtentHeader.Size..]);
        return nodes;
    }

    private Ext4ExtentIndex Add(List<(uint Block, byte[] Bytes)> nodes, uint first, ReadOnlySpan<byte> entries, int count, int depth)
    {
        var bytes = new byte[blockSize];
        WriteHeader(bytes, count, _capacity, depth);
        entries.CopyTo(bytes.AsSpan(Ext4ExtentHeader.Size));
        int end = Ext4ExtentHeader.Size + _capacity * Ext4Extent.Size;
        bytes.AsSpan().WriteAt(end, Crc32C.Append(seed, bytes.AsSpan(0, end)));
        uint block = blocks[nodes.Count];
        nodes.Add((block, bytes));
        return new() { Block = first, LeafLow = block };
    }

    private static void WriteHeader(Span<byte> node, int count, int capacity, int depth) => node.WriteAt(0, new Ext4ExtentHeader
    {
        Magic = Ext4ExtentHeader.MagicExtents,
        Entries = (ushort)count,
        Capacity = (ushort)capacity,
        Depth = (ushort)depth,
    });

    private static int CapacityOf(int blockSize) => (blockSize - Ext4ExtentHeader.Size) / Ext4Extent.Size;
}
