namespace Bq2.Image;

/// <summary>A part of another source that can be written: a partition of a disk.</summary>
internal sealed class WritableSliceSource : WritableSource
{
    private readonly WritableSource _whole;
    private readonly long _start;

    // What to close with the slice, where nobody else holds it.
    private readonly Source? _owner;

    public WritableSliceSource(WritableSource whole, long start, long length, Source? owner) : base(length, whole.Path)
    {
        if (start < 0 || length < 0 || start > whole.Length || length > whole.Length - start)
            throw whole.Bad("IMG002", $"{length:N0} bytes wanted at {start:N0} of something that has {whole.Length:N0}");
        (_whole, _start, _owner) = (whole, start, owner);
    }

    public override void Flush() => _whole.Flush();

    private protected override void Fill(long offset, Span<byte> into) => _whole.ReadAt(_start + offset, into);

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes) => _whole.WriteAt(_start + offset, bytes);

    private protected override long? PlaceInFile(long offset) => PlaceInFileOf(_whole, _start + offset);

    protected override void Dispose(bool disposing)
    {
        _owner?.Dispose();
        base.Dispose(disposing);
    }
}
