namespace Bq2.Image;

/// <summary>A part of another source, such as a partition.</summary>
internal sealed class SliceSource : Source
{
    private readonly Source _whole;
    private readonly long _start;

    // Closed with the slice; null if somebody else owns it.
    private readonly Source? _owner;

    public SliceSource(Source whole, long start, long length, Source? owner) : base(length, whole.Path)
    {
        if (start < 0 || length < 0 || start > whole.Length || length > whole.Length - start)
            throw whole.Bad(ImageFaults.OutOfRange, $"tried to read {length:N0} bytes at {start:N0}, but there are only {whole.Length:N0}");
        (_whole, _start, _owner) = (whole, start, owner);
    }

    public override IEnumerable<(long Offset, long Length)> DataRuns()
    {
        foreach (var (offset, length) in _whole.DataRuns())
        {
            long from = Math.Max(offset, _start), to = Math.Min(offset + length, _start + Length);
            if (from < to)
                yield return (from - _start, to - from);
        }
    }

    private protected override void Fill(long offset, Span<byte> into) => _whole.ReadAt(_start + offset, into);

    private protected override long? PlaceInFile(long offset) => PlaceInFileOf(_whole, _start + offset);

    protected override void Dispose(bool disposing)
    {
        _owner?.Dispose();
        base.Dispose(disposing);
    }
}
