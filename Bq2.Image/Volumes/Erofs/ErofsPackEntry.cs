namespace Bq2.Image;

/// <summary>What the index says of a logical cluster of a compressed file.</summary>
/// <param name="Type">Whether something begins in it.</param>
/// <param name="Start">Where that begins in the cluster.</param>
/// <param name="Block">The first block of what begins.</param>
/// <param name="Back">How many clusters back the one is in which this one's data begin; 0 if something begins here.</param>
/// <param name="Blocks">How many blocks the one before has; 0 if not told.</param>
/// <param name="IndexEnd">The end of this part of the index.</param>
internal readonly record struct ErofsPackEntry(
    ErofsPackEntry.Kind Type, int Start, uint Block, int Back, int Blocks, long IndexEnd)
{
    /// <summary>In Back of the index: it is a number of blocks.</summary>
    public const int BlocksMark = 1 << 11;

    public enum Kind
    {
        Plain = 0,
        First = 1,
        Further = 2,
        Second = 3,
    }
}
