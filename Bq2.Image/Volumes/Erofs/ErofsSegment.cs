namespace Bq2.Image;

/// <summary>A part of a file that was compressed by itself, so that several cores can work on one file.</summary>
/// <param name="Place">Where its blocks are in the file that they wait in.</param>
/// <param name="Starts">Where in the part the data of each block begin, doubled, and one more if the block is not compressed.</param>
internal readonly record struct ErofsSegment(long Place, int[] Starts)
{
    /// <summary>Of every part but the last. At each end a block may be filled in part only.</summary>
    public const int Size = 4 << 20;
}
