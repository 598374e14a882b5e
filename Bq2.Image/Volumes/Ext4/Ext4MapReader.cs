using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Finds the blocks of a file: in a tree of extents, or in the map of ext2 and ext3. No block of the tree may be met twice, so a damaged
/// one ends, too.
/// </summary>
internal sealed class Ext4MapReader(Source source, Ext4Facts facts, Ext4StoredInode inode)
{
    private const int DirectBlocks = 12, PointerSize = sizeof(uint);

    private readonly List<Ext4FileRun> _runs = [];
    private readonly HashSet<long> _seen = [];
    private long _end;

    /// <summary>Blocks that are written, in the order of the file; those between them read as zeros.</summary>
    public static List<Ext4FileRun> Read(Source source, Ext4Facts facts, Ext4StoredInode inode)
    {
        var reader = new Ext4MapReader(source, facts, inode);
        long place = inode.Offset + Ext4Inode.BlockMapOffset;
        if (inode.Has(Ext4InodeFlags.Extents))
            reader.ReadNode(inode.BlockMap, place, depth: null);
        else
            reader.ReadMap(place);
        return reader._runs;
    }

    private int BlockSize => facts.BlockSize;

    private void ReadNode(ReadOnlySpan<byte> node, long place, int? depth)
    {
        var header = MemoryMarshal.Read<Ext4ExtentHeader>(node);
        int capacity = (node.Length - Ext4ExtentHeader.Size) / Ext4Extent.Size;
        bool isRight = header.Magic == Ext4ExtentHeader.MagicExtents && header.Entries <= header.Capacity && header.Capacity <= capacity
            && (depth is null ? header.Depth <= Ext4ExtentHeader.MaxDepth : header.Depth == depth);
        if (!isRight)
        {
            throw Bad($"{header.Entries} of {header.Capacity} extents at depth {header.Depth}, with the magic 0x{header.Magic:x4}", place,
                Ext4ExtentHeader.Size);
        }

        if (depth is not null)
            CheckNode(node, header, place);
        for (int i = 0; i < header.Entries; i++)
        {
            int at = Ext4ExtentHeader.Size + i * Ext4Extent.Size;
            if (header.Depth == 0)
                AddExtent(MemoryMarshal.Read<Ext4Extent>(node[at..]), place + at);
            else
                Follow(MemoryMarshal.Read<Ext4ExtentIndex>(node[at..]), place + at, header.Depth - 1);
        }
    }

    private void CheckNode(ReadOnlySpan<byte> node, in Ext4ExtentHeader header, long place)
    {
        int end = Ext4ExtentHeader.Size + header.Capacity * Ext4Extent.Size;
        if (!facts.HasChecksums || end + sizeof(uint) > node.Length)
            return;
        uint seed = facts.Checksum.SeedOf((uint)inode.Number, inode.Fields.Generation);
        if (Crc32C.Append(seed, node[..end]) != BinaryPrimitives.ReadUInt32LittleEndian(node[end..]))
        {
            throw source.Bad(VolumeFaults.Ext4Checksum,
                $"the extents of inode {inode.Number:N0} have a wrong checksum", place + end, sizeof(uint));
        }
    }

    private void Follow(in Ext4ExtentIndex index, long place, int depth)
    {
        long block = Checked(index.Leaf, 1, place, Ext4ExtentIndex.Size);
        ReadNode(source.ReadBytes(block * BlockSize, BlockSize), block * BlockSize, depth);
    }

    private void AddExtent(in Ext4Extent extent, long place)
    {
        bool isWritten = extent.Length <= Ext4Extent.MaxLength;
        int count = isWritten ? extent.Length : extent.Length - Ext4Extent.MaxLength;
        bool isRight = count > 0 && extent.Block >= _end && facts.HasBlocks(extent.Start, count);
        if (!isRight)
        {
            throw Bad($"an extent of {count:N0} blocks, {extent.Block:N0} of the file and {extent.Start:N0} of the volume", place,
                Ext4Extent.Size);
        }

        _end = extent.Block + (long)count;
        if (isWritten)
            AddRun(extent.Block, count, (long)extent.Start);
    }

    private void ReadMap(long place)
    {
        long pointers = BlockSize / PointerSize, next = 0;
        for (int i = 0; i < Ext4Inode.BlockMapSize / PointerSize; i++)
        {
            int depth = Math.Max(0, i - DirectBlocks + 1);
            long span = depth switch { 0 => 1, 1 => pointers, 2 => pointers * pointers, _ => pointers * pointers * pointers };
            uint block = BinaryPrimitives.ReadUInt32LittleEndian(inode.BlockMap[(i * PointerSize)..]);
            FollowPointer(block, next, span, depth, place + i * PointerSize);
            next += span;
        }
    }

    private void FollowPointer(uint block, long next, long span, int depth, long place)
    {
        if (block == 0)
            return;
        if (depth == 0)
        {
            if (!facts.HasBlocks(block, 1))
                throw Bad($"block {block:N0}, but the volume has {facts.Blocks:N0}", place, PointerSize);
            AddRun(next, 1, block);
            return;
        }

        long offset = Checked(block, 1, place, PointerSize) * BlockSize, each = span / (BlockSize / PointerSize);
        byte[] pointers = source.ReadBytes(offset, BlockSize);
        for (int i = 0; i < BlockSize; i += PointerSize, next += each)
            FollowPointer(BinaryPrimitives.ReadUInt32LittleEndian(pointers.AsSpan(i)), next, each, depth - 1, offset + i);
    }

    private void AddRun(long block, long count, long start)
    {
        if (_runs.Count > 0 && _runs[^1] is var last && last.End == block && last.Start + last.Count == start)
            _runs[^1] = last with { Count = last.Count + count };
        else
            _runs.Add(new(block, count, start));
    }

    /// <summary>A block of the tree itself, which no other part of it may be.</summary>
    private long Checked(ulong block, long count, long place, int length)
    {
        if (!facts.HasBlocks(block, count))
            throw Bad($"block {block:N0}, but the volume has {facts.Blocks:N0}", place, length);
        if (!_seen.Add((long)block))
            throw Bad($"block {block:N0} is in the tree twice", place, length);
        return (long)block;
    }

    private FaultException Bad(FormattableString found, long place, int length) =>
        source.Bad(VolumeFaults.Ext4Structure,
            $"the map of inode {inode.Number} is damaged: {FormattableString.Invariant(found)}", place, length);
}
