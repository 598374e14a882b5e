namespace Bq2.Image;

/// <summary>
/// A stretch of the guest's disk that is all of one kind, and lies in the file in one piece if it lies there at all.
/// Zeros and unallocated stretches may have a place too, which was taken for later.
/// </summary>
internal readonly record struct Qcow2Extent(long Offset, long Length, Qcow2Kind Kind, long? Place)
{
    public long End => Offset + Length;

    /// <summary>Of a compressed cluster: how many bytes from its place on may belong to it.</summary>
    public int PackedLength { get; init; }

    /// <summary>The L2 entry says that nobody else points to the place.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether the next one could be the same stretch.</summary>
    public bool GoesOnIn(in Qcow2Extent next) =>
        next.Kind == Kind && Kind != Qcow2Kind.Compressed && next.Place == Place + (next.Offset - Offset);

    /// <summary>The part of it between two offsets.</summary>
    public Qcow2Extent Cut(long from, long to) => this with { Offset = from, Length = to - from, Place = Place + (from - Offset) };
}
