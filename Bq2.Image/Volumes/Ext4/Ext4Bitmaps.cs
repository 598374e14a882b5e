namespace Bq2.Image;

/// <summary>
/// Which blocks and inodes are used: everything up to a block, and after it what the layout has taken; all inodes up to the last.
/// </summary>
internal sealed class Ext4Bitmaps(Ext4Layout layout, long nextBlock, uint lastInode)
{
    public int UsedInodes(int group) => (int)Math.Clamp(lastInode - (long)group * layout.InodesPerGroup, 0, layout.InodesPerGroup);

    public int FreeBlocks(int group)
    {
        long free = layout.EndOf(group) - layout.StartOf(group);
        foreach (var (start, end) in UsedIn(group))
            free -= end - start;
        return (int)free;
    }

    /// <summary>
    /// Whether only the copies of superblock and descriptors are in a group: then a driver makes the bitmap itself. That of the last group
    /// has bits for blocks that do not exist.
    /// </summary>
    public bool IsUnused(int group) => group < layout.Groups - 1 && nextBlock <= layout.StartOf(group)
        && FreeBlocks(group) == layout.BlocksPerGroup - layout.BaseBlocks(group);

    public byte[] OfBlocks(int group)
    {
        var bitmap = new byte[layout.BlockSize];
        long first = layout.StartOf(group);
        foreach (var (start, end) in UsedIn(group))
            SetBits(bitmap, (int)(start - first), (int)(end - first));
        SetBits(bitmap, (int)(layout.EndOf(group) - first), layout.BlocksPerGroup);
        return bitmap;
    }

    public byte[] OfInodes(int group)
    {
        var bitmap = new byte[layout.BlockSize];
        SetBits(bitmap, 0, UsedInodes(group));
        SetBits(bitmap, layout.InodesPerGroup, bitmap.Length * 8);
        return bitmap;
    }

    /// <summary>The ranges in a group, without overlap.</summary>
    private IEnumerable<(long Start, long End)> UsedIn(int group)
    {
        long start = layout.StartOf(group), end = layout.EndOf(group), free = Math.Clamp(nextBlock, start, end);
        if (free > start)
            yield return (start, free);
        for (int i = layout.FirstTakenAfter(free); i < layout.Taken.Count && layout.Taken[i].Start < end; i++)
            yield return (Math.Max(layout.Taken[i].Start, free), Math.Min(layout.Taken[i].End, end));
    }

    private static void SetBits(Span<byte> bitmap, int start, int end)
    {
        for (; start < end && start % 8 != 0; start++)
            bitmap[start / 8] |= (byte)(1 << start % 8);
        if (end - start >= 8)
            bitmap[(start / 8)..(end / 8)].Fill(0xff);
        for (start = Math.Max(start, end & ~7); start < end; start++)
            bitmap[start / 8] |= (byte)(1 << start % 8);
    }
}
