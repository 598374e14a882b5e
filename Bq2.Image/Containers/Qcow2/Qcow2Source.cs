namespace Bq2.Image;

/// <summary>The disk inside a QCOW2 image. Owns the file, and everything else that the reader has open.</summary>
internal sealed class Qcow2Source : Source
{
    private readonly Source _file;
    private readonly Qcow2Reader _reader;

    public Qcow2Source(Source file, Qcow2HeaderInfo head, Source? data, Source? backing) : base(head.VirtualSize, file.Path)
    {
        _file = file;
        _reader = new(file, head, data, backing);
    }

    public override IEnumerable<(long Offset, long Length)> DataRuns() => _reader.DataRuns(0, Length);

    internal override IEnumerable<MapPiece> MapPieces() => Qcow2Map.Of(_reader, Length);

    private protected override void Fill(long offset, Span<byte> into) => _reader.Read(offset, into);

    private protected override long? PlaceInFile(long offset) => _reader.PlaceInFile(offset);

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _file.Dispose();
        base.Dispose(disposing);
    }
}
