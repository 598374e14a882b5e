namespace Bq2.Image;

public sealed partial class Regions
{
    /// <summary>A disk that is this content and nothing else.</summary>
    internal static Regions Of(Content content)
    {
        var regions = new Regions(content.Length);
        regions.Add(0, content);
        return regions;
    }

    /// <summary>A part of the disk, as a disk of its own.</summary>
    internal Regions Slice(long start, long length)
    {
        var part = new Regions(length);
        for (int i = FirstEndingAfter(start); i < _pieces.Count && _pieces[i].Offset < start + length; i++)
        {
            var piece = _pieces[i];
            long from = Math.Max(piece.Offset, start), to = Math.Min(piece.End, start + length);
            part.Add(from - start, new PartContent(piece.Content, from - piece.Offset, to - from));
        }

        return part;
    }

    /// <summary>The aligned ranges of the given size that any piece touches, in order; the last one may be shorter.</summary>
    internal IEnumerable<Chunk> Chunks(int size)
    {
        foreach (var (first, count) in Runs(size))
        {
            for (long chunk = first; chunk < first + count; chunk++)
                yield return new(chunk * size, (int)Math.Min(size, Length - chunk * size));
        }
    }

    /// <summary>The same as runs of range numbers; a run covers adjacent ranges of one piece.</summary>
    internal IEnumerable<(long First, long Count)> Runs(int size)
    {
        long next = 0;
        foreach (var piece in _pieces)
        {
            long first = Math.Max(next, piece.Offset / size);
            next = (piece.End - 1) / size + 1;
            if (next > first)
                yield return (first, next - first);
        }
    }
}
