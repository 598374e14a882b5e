using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A raw disk whose file ends inside a sector. A guest sees whole sectors, so the last one is padded with zeros.</summary>
internal sealed class WholeSectors : Source
{
    private readonly Source _file;

    private WholeSectors(Source file) : base(Align.Up(file.Length, SectorSize), file.Path) => _file = file;

    /// <summary>The disk in a raw file: the file itself, if it has whole sectors.</summary>
    public static Source Of(Source file) => file.Length % SectorSize == 0 ? file : new WholeSectors(file);

    public override IEnumerable<(long Offset, long Length)> DataRuns() => _file.DataRuns();

    internal override IEnumerable<MapPiece> MapPieces() => _file.MapPieces();

    internal override (bool IsHole, long End) HoleAt(long offset) => _file.HoleAt(offset);

    private protected override void Fill(long offset, Span<byte> into)
    {
        int there = (int)Math.Clamp(_file.Length - offset, 0, into.Length);
        if (there > 0)
            _file.ReadAt(offset, into[..there]);
        into[there..].Clear();
    }

    private protected override long? PlaceInFile(long offset) => PlaceInFileOf(_file, offset);

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
