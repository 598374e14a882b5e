namespace Bq2.Image;

/// <summary>
/// A stretch of a disk and where it comes from, in the words of `qemu-img map`: how deep in the chain of backing files,
/// whether any of them has it, whether it reads as zeros or is data, and at which offset of its file.
/// </summary>
public readonly record struct MapPiece(
    long Start, long Length, int Depth, bool Present, bool Zero, bool Data, bool Compressed, long? Offset)
{
    /// <summary>Where the piece ends.</summary>
    public long End => Start + Length;

    /// <summary>The file that <see cref="Offset"/> is in.</summary>
    public string? File { get; internal init; }

    internal static MapPiece Of(long start, long length, long? offset) => new(start, length, 0, true, false, true, false, offset);

    internal static MapPiece Hole(long start, long length, long? offset) => new(start, length, 0, true, true, false, false, offset);

    /// <summary>What nobody in the chain has; the depth is that of the last one asked.</summary>
    internal static MapPiece Nowhere(long start, long length, long? offset) => new(start, length, 0, false, true, false, false, offset);

    /// <summary>The part between two offsets of the disk.</summary>
    internal MapPiece Cut(long from, long to) => this with { Start = from, Length = to - from, Offset = Offset + (from - Start) };

    /// <summary>Whether the two are one stretch.</summary>
    internal bool GoesOnIn(in MapPiece next) =>
        next.Start == End && next.Offset == Offset + Length && Kind == next.Kind;

    private (int, bool, bool, bool, bool, string?) Kind => (Depth, Present, Zero, Data, Compressed, File);
}
