namespace Bq2.Image;

/// <summary>A part of a disk, such as a partition, written in place.</summary>
internal sealed class SliceDisk : WritableDisk
{
    private readonly WritableDisk _whole;
    private readonly SliceSource _slice;
    private readonly long _start;

    public SliceDisk(WritableDisk whole, long start, long length) : base(length, whole.Path) =>
        (_whole, _start, _slice) = (whole, start, new(whole, start, length, owner: null));

    public override IEnumerable<(long Offset, long Length)> DataRuns() => _slice.DataRuns();

    public override void Flush() => _whole.Flush();

    private protected override void Fill(long offset, Span<byte> into) => _slice.ReadAt(offset, into);

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes) => _whole.WriteAt(_start + offset, bytes);

    private protected override void Erase(long offset, long length) => _whole.Discard(_start + offset, length);

    private protected override void Extend(long length) =>
        throw Bad(ImageFaults.PartKeepsLength, $"a part of a disk cannot change its length of {Length:N0} bytes, only the whole disk can");

    private protected override void Cut(long length) => Extend(length);

    private protected override long? PlaceInFile(long offset) => PlaceInFileOf(_whole, _start + offset);
}
