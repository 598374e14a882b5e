using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Where the fixed structures of a volume are. Groups of blocks come in sixteens: the bitmaps and inode tables of all sixteen are at the
/// start of the first. Some groups begin with a copy of the superblock and the descriptors, and room for more descriptors.
/// </summary>
internal sealed class Ext4Layout
{
    public const int LogGroupsPerFlex = 4;
    public const int GroupsPerFlex = 1 << LogGroupsPerFlex;
    public const int InodeSize = 256;

    // The tables of the flexible groups, then everything that is taken before any file, both in order.
    private readonly Ext4GroupTables[] _tables;
    private readonly List<(long Start, long End)> _taken = [];

    public Ext4Layout(int blockSize, long blocks, int inodesPerGroup)
    {
        (BlockSize, Blocks, InodesPerGroup) = (blockSize, blocks, inodesPerGroup);
        Groups = (int)Align.Units(blocks - FirstDataBlock, BlocksPerGroup);
        DescriptorBlocks = (int)Align.Units((long)Groups * Ext4GroupDescriptor.Size, blockSize);
        ReservedDescriptorBlocks = ReservedFor(blocks);
        _tables = new Ext4GroupTables[Groups];
        for (int first = 0; first < Groups; first += GroupsPerFlex)
            PlaceTables(first, Math.Min(first + GroupsPerFlex, Groups));
    }

    public int BlockSize { get; }

    public long Blocks { get; }

    /// <summary>With blocks of 1 KiB the first one is only for boot code, and belongs to no group.</summary>
    public int FirstDataBlock => BlockSize == 1024 ? 1 : 0;

    /// <summary>As many as one block of a bitmap has bits.</summary>
    public int BlocksPerGroup => BlockSize * 8;

    public int Groups { get; }

    public int InodesPerGroup { get; }

    public long Inodes => (long)Groups * InodesPerGroup;

    public int InodeTableBlocks => InodesPerGroup * InodeSize / BlockSize;

    public int DescriptorBlocks { get; }

    public int ReservedDescriptorBlocks { get; }

    /// <summary>The blocks that no file can have, in order.</summary>
    public IReadOnlyList<(long Start, long End)> Taken => _taken;

    /// <summary>The blocks before and between files, all together.</summary>
    public long Overhead => FirstDataBlock + _taken.Sum(range => range.End - range.Start);

    /// <summary>The index of the first taken range that ends after a block.</summary>
    public int FirstTakenAfter(long block)
    {
        int low = 0, high = _taken.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_taken[middle].End > block)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    public Ext4GroupTables TablesOf(int group) => _tables[group];

    public long StartOf(int group) => FirstDataBlock + (long)group * BlocksPerGroup;

    public long EndOf(int group) => Math.Min(Blocks, StartOf(group + 1));

    /// <summary>Superblock, descriptors, and the room for more of them.</summary>
    public int BaseBlocks(int group) => HasSuper(group) ? 1 + DescriptorBlocks + ReservedDescriptorBlocks : 0;

    /// <summary>Groups 0 and 1, and the powers of 3, 5 and 7.</summary>
    public static bool HasSuper(long group) => group <= 1 || IsPower(group, 3) || IsPower(group, 5) || IsPower(group, 7);

    private static bool IsPower(long number, int of)
    {
        while (number % of == 0)
            number /= of;
        return number == 1;
    }

    /// <summary>
    /// Room to grow to 1024 times the size, as in mke2fs; the inode that has these blocks cannot have more than one block of numbers.
    /// </summary>
    private int ReservedFor(long blocks)
    {
        long most = blocks < uint.MaxValue / 1024 ? blocks * 1024 : uint.MaxValue;
        long groups = Align.Units(most - FirstDataBlock, BlocksPerGroup);
        long needed = Align.Units(groups * Ext4GroupDescriptor.Size, BlockSize) - DescriptorBlocks;
        return (int)Math.Clamp(needed, 0, BlockSize / sizeof(uint));
    }

    private void PlaceTables(int first, int end)
    {
        // Superblocks of these groups cut the row of tables; a table itself must be in one piece.
        int group = first;
        long next = StartOf(first);
        for (int i = first; i < end; i++)
            _tables[i].BlockBitmap = Take(1);
        for (int i = first; i < end; i++)
            _tables[i].InodeBitmap = Take(1);
        for (int i = first; i < end; i++)
            _tables[i].InodeTable = Take(InodeTableBlocks);
        for (; group < end; group++)
            AddTaken(StartOf(group), BaseBlocks(group));

        long Take(int count)
        {
            for (; group < end && next + count > StartOf(group); group++)
            {
                AddTaken(StartOf(group), BaseBlocks(group));
                next = Math.Max(next, StartOf(group) + BaseBlocks(group));
            }

            AddTaken(next, count);
            next += count;
            return next - count;
        }
    }

    private void AddTaken(long start, long count)
    {
        if (count == 0)
            return;
        if (_taken.Count > 0 && _taken[^1].End == start)
            _taken[^1] = (_taken[^1].Start, start + count);
        else
            _taken.Add((start, start + count));
    }
}

/// <summary>The blocks of a group's tables.</summary>
internal record struct Ext4GroupTables(long BlockBitmap, long InodeBitmap, long InodeTable);
