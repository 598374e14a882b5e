using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Ext4Planner
{
    private readonly List<Ext4Extent> _extents = [];

    // The few trees of extents with nodes of their own, by inode.
    private readonly Dictionary<uint, Ext4ExtentTree> _trees = [];
    private Ext4Allocator _allocator = null!;
    private uint _growthBlock;

    public void ChooseLayout()
    {
        long needed = BlocksNeeded(), inodes = NextInode - 1;
        if (_options.Inodes < inodes)
            throw Failure.Of(VolumeFaults.Ext4Full, $"the tree needs {inodes:N0} inodes, and the volume should have {_options.Inodes:N0}");
        _layout = _options.Size is { } size
            ? Ext4Sizing.For(_options, size, inodes)
            : Ext4Sizing.ForContent(_options, needed, inodes);
        _regions = new(_options.Size ?? _layout.Blocks * BlockSize);
        _allocator = new(_layout);
        if (_options.HasJournal)
            SetRun(Ext4Inode.Journal, (long)Ext4Sizing.JournalBlocks(_layout.Blocks) * BlockSize);
    }

    /// <summary>Folders and what belongs to the volume first, then files.</summary>
    public void AllocateBlocks()
    {
        foreach (var folder in _folders)
            Allocate(folder.Inode);
        _growthBlock = TakeOne();
        Allocate(Ext4Inode.Journal);
        for (uint inode = Ext4Inode.FirstUsual + 1; inode < NextInode; inode++)
        {
            if (!Nodes[(int)inode].Entry!.IsFolder)
                Allocate(inode);
        }

        if (_allocator.Next > _layout.Blocks)
            throw TooFull();
    }

    private long BlocksNeeded()
    {
        long needed = 1;
        foreach (ref var node in Nodes)
        {
            long extents = 0;
            for (int i = 0; i < node.RunCount; i++)
            {
                uint count = _runs[node.FirstRun + i].Count;
                needed += count;
                extents += Align.Units(count, Ext4Extent.MaxLength);
            }

            needed += Ext4ExtentTree.BlocksFor(extents, BlockSize);
            needed += Ext4XattrSet.Of(node.Entry, BlockSize) is { NeedsBlock: true } ? 1 : 0;
        }

        return needed;
    }

    private void Allocate(uint inode)
    {
        ref var node = ref Nodes[(int)inode];
        if (Ext4XattrSet.Of(node.Entry, BlockSize) is { NeedsBlock: true })
            node.AttributeBlock = TakeOne();
        node.FirstExtent = _extents.Count;
        for (int i = node.FirstRun; i < node.FirstRun + node.RunCount; i++)
            Allocate(_runs[i]);
        node.ExtentCount = _extents.Count - node.FirstExtent;
        if (node.ExtentCount <= Ext4ExtentTree.CapacityInInode)
            return;

        var blocks = new uint[Ext4ExtentTree.BlocksFor(node.ExtentCount, BlockSize)];
        foreach (ref uint block in blocks.AsSpan())
            block = TakeOne();
        _trees.Add(inode, new(BlockSize, blocks, _checksum.SeedOf(inode, generation: 0)));
    }

    private void Allocate(Ext4Run run)
    {
        for (uint block = run.Block, left = run.Count; left > 0;)
        {
            var (start, count) = _allocator.Take(Math.Min(left, Ext4Extent.MaxLength));
            _extents.Add(new()
            {
                Block = block,
                Length = (ushort)count,
                StartLow = (uint)start,
            });
            (block, left) = (block + (uint)count, left - (uint)count);
        }
    }

    private long Room => _layout.Blocks - _layout.Overhead;

    private uint TakeOne() => (uint)_allocator.Take(1).Start;

    private FaultException TooFull() =>
        Failure.Of(VolumeFaults.Ext4Full,
            $"the content needs {_allocator.Count:N0} blocks of {BlockSize:N0} bytes, and the volume has {Room:N0}",
            hint: "make the volume larger, or let the content determine its size");
}
