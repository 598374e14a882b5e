namespace Bq2.Image;

/// <summary>An aligned piece of a planned disk, the unit in which sinks read and write.</summary>
internal readonly record struct Chunk(long Offset, int Length)
{
    /// <summary>
    /// Large enough that system calls do not matter, small enough to stay in the cache between reading and writing.
    /// </summary>
    public const int UsualSize = 1 << 20;

    public long End => Offset + Length;

    /// <summary>All chunks of a disk, with or without data.</summary>
    public static IEnumerable<Chunk> Of(long length, int size)
    {
        for (long offset = 0; offset < length; offset += size)
            yield return new(offset, (int)Math.Min(size, length - offset));
    }
}
