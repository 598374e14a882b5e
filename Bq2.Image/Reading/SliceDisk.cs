namespace Bq2.Image;

/// <summary>A part of a disk that is written in place: a partition. Closing it closes nothing.</summary>
internal sealed class SliceDisk : WritableDisk
{
    private readonly WritableDisk _whole;
    private readonly long _start;

    public SliceDisk(WritableDisk whole, long start, long length) : base(length, whole.Path)
    {
        if (start < 0 || length < 0 || start > whole.Length || length > whole.Length - start)
            throw whole.Bad("IMG002", $"{length:N0} bytes wanted at {start:N0} of something that has {whole.Length:N0}");
        (_whole, _start) = (whole, start);
    }

    public override void Flush() => _whole.Flush();

    private protected override void Fill(long offset, Span<byte> into) => _whole.ReadAt(_start + offset, into);

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes) => _whole.WriteAt(_start + offset, bytes);

    private protected override long? PlaceInFile(long offset) => PlaceInFileOf(_whole, _start + offset);
}
