namespace Bq2.Image;

/// <summary>
/// A range of the guest's disk of one kind, contiguous in the file if it is stored there. Zeros and unallocated ranges may have
/// a place too, allocated in advance.
/// </summary>
internal readonly record struct Qcow2Extent(long Offset, long Length, Qcow2Kind Kind, long? Place)
{
    public long End => Offset + Length;

    /// <summary>For a compressed cluster: how many bytes from its place on may belong to it.</summary>
    public int PackedLength { get; init; }

    /// <summary>The L2 entry says that nothing else points to the place.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether the next extent continues this one.</summary>
    public bool GoesOnIn(in Qcow2Extent next) =>
        next.Kind == Kind && Kind != Qcow2Kind.Compressed && next.Place == Place + (next.Offset - Offset);

    /// <summary>The part of it between two offsets.</summary>
    public Qcow2Extent Cut(long from, long to) => this with { Offset = from, Length = to - from, Place = Place + (from - Offset) };
}
