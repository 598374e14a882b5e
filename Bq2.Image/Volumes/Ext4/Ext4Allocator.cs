namespace Bq2.Image;

/// <summary>Hands out a volume's blocks from first to last, passing over those that are taken.</summary>
internal sealed class Ext4Allocator(Ext4Layout layout)
{
    private long _next = layout.FirstDataBlock;
    private int _passed;

    /// <summary>All blocks before this one are used.</summary>
    public long Next => _next;

    /// <summary>How many were handed out.</summary>
    public long Count { get; private set; }

    /// <summary>Blocks that follow each other, at most as many as are asked for. Those past the volume's end do not exist.</summary>
    public (long Start, long Count) Take(long count)
    {
        var taken = layout.Taken;
        for (; _passed < taken.Count && taken[_passed].Start <= _next; _passed++)
            _next = Math.Max(_next, taken[_passed].End);

        long start = _next;
        long found = _passed < taken.Count ? Math.Min(count, taken[_passed].Start - start) : count;
        _next += found;
        Count += found;
        return (start, found);
    }
}
