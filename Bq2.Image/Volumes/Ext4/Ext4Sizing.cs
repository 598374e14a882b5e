using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Lays out an empty volume: how many blocks, groups and inodes it has.</summary>
internal static class Ext4Sizing
{
    /// <summary>Without a size, a volume has at least so much: enough for a journal and some files.</summary>
    public const long SmallestAutoSize = 16 << 20;

    // As in mke2fs.conf.
    private const int BytesPerInode = 16384;

    // Group 0 must have blocks left for the root, and a last group that is hardly larger than its own tables is left out; as in mke2fs.
    private const int Spare = 50;

    // Block maps, and so the inode for growing, have 32 bits for a number.
    private const long MaxBlocks = uint.MaxValue;

    /// <summary>The blocks of a journal for a volume of so many blocks, as in mke2fs.</summary>
    public static int JournalBlocks(long blocks) => blocks switch
    {
        < 2048 => 0,
        < 32768 => 1024,
        < 256 << 10 => 4096,
        < 512 << 10 => 8192,
        < 4096 << 10 => 16384,
        < 8192 << 10 => 32768,
        < 16384 << 10 => 65536,
        < 32768 << 10 => 131072,
        _ => 262144,
    };

    /// <summary>A volume of exactly this size, with room for so many inodes.</summary>
    public static Ext4Layout For(Ext4Options options, long size, long inodes)
    {
        long blocks = size / options.BlockSize;
        if (blocks > MaxBlocks)
        {
            throw Failure.Of(VolumeFaults.Ext4Size,
                $"{size:N0} bytes are too many: the limit is {MaxBlocks:N0} blocks of {options.BlockSize:N0}");
        }

        return Make(options, blocks, inodes) ?? throw TooSmall(size, inodes);
    }

    /// <summary>The size for content that needs so many blocks besides the journal, plus a quarter.</summary>
    public static Ext4Layout ForContent(Ext4Options options, long contentBlocks, long inodes)
    {
        for (long size = SmallestAutoSize; ;)
        {
            long blocks = size / options.BlockSize;
            var layout = Make(options, blocks, inodes);
            long missing = layout is null ? blocks
                : Wanted(layout.Blocks) - (layout.Blocks - layout.Overhead);
            if (layout is not null && missing <= 0)
                return layout;
            if (blocks > MaxBlocks)
                return For(options, size, inodes);

            // Add what is missing, and check again: tables and journal grow too.
            size = Align.Up(size + missing * options.BlockSize, 1 << 20);
        }

        long Wanted(long blocks) => (contentBlocks + (options.HasJournal ? JournalBlocks(blocks) : 0)) * 5 / 4;
    }

    /// <summary>Null if the size is too small for its own tables.</summary>
    private static Ext4Layout? Make(Ext4Options options, long blocks, long inodes)
    {
        int blockSize = options.BlockSize, first = blockSize == 1024 ? 1 : 0, perGroup = blockSize * 8;
        for (; blocks > first + Spare;)
        {
            long groups = Align.Units(blocks - first, perGroup);
            long wanted = options.Inodes ?? Math.Max(blocks * blockSize / BytesPerInode, inodes * 5 / 4);
            long inodesPerGroup = Align.Up(Align.Units(wanted, groups), Math.Max(8, blockSize / Ext4Layout.InodeSize));
            if (inodesPerGroup > perGroup)
                return null;

            var layout = new Ext4Layout(blockSize, blocks, (int)inodesPerGroup);
            int last = layout.Groups - 1, tables = layout.BaseBlocks(last) + 2 + layout.InodeTableBlocks;
            if (layout.BaseBlocks(0) + tables + Spare > perGroup)
                return null;
            if (layout.EndOf(last) - layout.StartOf(last) >= tables + Spare)
                return layout;
            blocks = layout.StartOf(last);
        }

        return null;
    }

    private static FaultException TooSmall(long size, long inodes) =>
        Failure.Of(VolumeFaults.Ext4Size, $"{size:N0} bytes are too small, or have too many blocks, for the tables of {inodes:N0} inodes",
            hint: "make the volume larger, or let the content determine its size");
}
