namespace Bq2.Image;

/// <summary>
/// A planned disk, volume or file system: a length, and the pieces that are not zero, in order and without overlap.
/// Planners make it without touching the data; sinks write it in one pass.
/// </summary>
public sealed partial class Regions
{
    // Splitting a piece at a shorter hole costs more than reading its zeros.
    private const long MinHole = 1 << 20;

    private readonly List<Region> _pieces = [];

    /// <summary>A disk of this length that is all zeros.</summary>
    public Regions(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
    }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    /// <summary>The pieces in order. Everything between them is zeros.</summary>
    public IReadOnlyList<Region> Pieces => _pieces;

    /// <summary>
    /// All data of a source without its known holes: the first half of a conversion. The source must stay open until it is written.
    /// </summary>
    public static Regions Of(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var regions = new Regions(source.Length);
        long start = 0, end = 0;
        foreach (var (offset, length) in source.DataRuns())
        {
            if (offset - end >= MinHole)
            {
                regions.Add(start, Content.FromSource(source, start, end - start));
                start = offset;
            }

            end = offset + length;
        }

        regions.Add(start, Content.FromSource(source, start, end - start));
        return regions;
    }

    /// <summary>Puts content at an offset that is still free.</summary>
    public void Add(long offset, Content content)
    {
        ArgumentNullException.ThrowIfNull(content);
        int place = PlaceFor(offset, content.Length);
        if (content.Length > 0)
            _pieces.Insert(place, new(offset, content));
    }

    /// <summary>
    /// Puts a planned child, such as a volume into its partition, at an offset; its pieces become pieces of this disk.
    /// </summary>
    public void Add(long offset, Regions child)
    {
        ArgumentNullException.ThrowIfNull(child);
        int place = PlaceFor(offset, child.Length);
        _pieces.InsertRange(place, child._pieces.Select(piece => piece with { Offset = offset + piece.Offset }));
    }

    /// <summary>The index of the first piece that ends after an offset, or the number of pieces.</summary>
    internal int FirstEndingAfter(long offset)
    {
        // Planners usually append; the search is for the other cases.
        if (_pieces.Count == 0 || _pieces[^1].End <= offset)
            return _pieces.Count;

        int low = 0, high = _pieces.Count - 1;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (_pieces[middle].End > offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private int PlaceFor(long offset, long length)
    {
        if (offset < 0 || offset > Length || length > Length - offset)
            throw Misplaced($"{length} bytes at {offset} are outside the planned {Length}");

        int place = FirstEndingAfter(offset);
        if (place < _pieces.Count && _pieces[place].Offset < offset + length)
            throw Misplaced($"{length} bytes at {offset} overlap what was planned at {_pieces[place].Offset}");

        return place;
    }

    private static ArgumentException Misplaced(FormattableString message) => new(FormattableString.Invariant(message));
}
