namespace Bq2.Image;

/// <summary>A planned disk as a source, to read it before it is written.</summary>
internal sealed class RegionsSource(Regions regions) : Source(regions.Length, path: null)
{
    private readonly RegionReader _reader = new(regions);

    public override IEnumerable<(long Offset, long Length)> DataRuns() =>
        regions.Pieces.Select(piece => (piece.Offset, piece.Content.Length));

    private protected override void Fill(long offset, Span<byte> into)
    {
        lock (_reader)
            _reader.Read(offset, into);
    }

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        base.Dispose(disposing);
    }
}
