namespace Bq2.Image;

/// <summary>Reads a planned disk as if it were already written. Each thread needs its own reader.</summary>
internal sealed class RegionReader(Regions regions) : IDisposable
{
    private readonly OpenFile _file = new();

    public void Read(long offset, Span<byte> into) => Read(regions, offset, into, _file);

    public static void Read(Regions regions, long offset, Span<byte> into, OpenFile files)
    {
        long end = offset + into.Length;
        var pieces = regions.Pieces;
        for (int i = regions.FirstEndingAfter(offset); i < pieces.Count && pieces[i].Offset < end; i++)
        {
            var piece = pieces[i];
            int gap = (int)Math.Max(0, piece.Offset - offset);
            into[..gap].Clear();
            offset += gap;

            int count = (int)(Math.Min(piece.End, end) - offset);
            piece.Content.Read(offset - piece.Offset, into.Slice(gap, count), files);
            offset += count;
            into = into[(gap + count)..];
        }

        into.Clear();
    }

    public void Dispose() => _file.Dispose();
}
