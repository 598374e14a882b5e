namespace Bq2.Image;

/// <summary>Content with holes: the pieces of a planned disk, and zeros between them.</summary>
internal sealed class RegionsContent(Regions regions) : Content(regions.Length)
{
    internal override bool MayHaveHoles => true;

    internal override IEnumerable<(long Offset, long Length)> DataRuns(OpenFile files) =>
        regions.Pieces.Select(piece => (piece.Offset, piece.Content.Length));

    internal override void Read(long offset, Span<byte> into, OpenFile files) => RegionReader.Read(regions, offset, into, files);
}
