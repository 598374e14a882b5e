namespace Bq2.Image;

/// <summary>
/// A range of a disk and where it is stored, with the fields of `qemu-img map`: the depth in the chain of backing files, whether any of
/// them has it, whether it reads as zeros or is data, and its offset in the file.
/// </summary>
public readonly record struct MapPiece(
    long Start, long Length, int Depth, bool Present, bool Zero, bool Data, bool Compressed, long? Offset)
{
    /// <summary>The end of the piece.</summary>
    public long End => Start + Length;

    /// <summary>The file that <see cref="Offset"/> is in.</summary>
    public string? File { get; internal init; }

    internal static MapPiece Of(long start, long length, long? offset) => new(start, length, 0, true, false, true, false, offset);

    internal static MapPiece Hole(long start, long length, long? offset) => new(start, length, 0, true, true, false, false, offset);

    /// <summary>A range that no file in the chain has; the depth is that of the last file searched.</summary>
    internal static MapPiece Nowhere(long start, long length, long? offset) => new(start, length, 0, false, true, false, false, offset);

    /// <summary>The part between two offsets of the disk.</summary>
    internal MapPiece Cut(long from, long to) => this with { Start = from, Length = to - from, Offset = Offset + (from - Start) };

    /// <summary>Whether the next piece continues this one.</summary>
    internal bool GoesOnIn(in MapPiece next) =>
        next.Start == End && next.Offset == Offset + Length && Kind == next.Kind;

    private (int, bool, bool, bool, bool, string?) Kind => (Depth, Present, Zero, Data, Compressed, File);
}
