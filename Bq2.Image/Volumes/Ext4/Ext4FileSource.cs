namespace Bq2.Image;

/// <summary>A file in an ext volume. Closing it does not close the volume.</summary>
internal sealed class Ext4FileSource(Source volume, int blockSize, List<Ext4FileRun> runs, long length) : Source(length, volume.Path)
{
    public override IEnumerable<(long Offset, long Length)> DataRuns()
    {
        long end = 0, start = 0;
        foreach (var run in runs)
        {
            long first = run.Block * blockSize;
            if (first >= Length)
                break;
            if (first != end)
            {
                if (end > start)
                    yield return (start, end - start);
                start = first;
            }

            end = Math.Min(Length, run.End * blockSize);
        }

        if (end > start)
            yield return (start, end - start);
    }

    internal override (bool IsHole, long End) HoleAt(long offset)
    {
        int index = FirstEndingAfter(offset);
        long start = index < runs.Count ? Math.Min(Length, runs[index].Block * blockSize) : Length;
        return offset < start || index == runs.Count ? (true, start) : (false, Math.Min(Length, runs[index].End * blockSize));
    }

    private protected override void Fill(long offset, Span<byte> into)
    {
        for (int index = FirstEndingAfter(offset); into.Length > 0; index++)
        {
            long start = index < runs.Count ? runs[index].Block * blockSize : long.MaxValue;
            int hole = (int)Math.Clamp(start - offset, 0, into.Length);
            into[..hole].Clear();
            into = into[hole..];
            offset += hole;
            if (into.Length == 0)
                return;

            int count = (int)Math.Min(into.Length, runs[index].End * blockSize - offset);
            volume.ReadAt(runs[index].Start * blockSize + offset - start, into[..count]);
            into = into[count..];
            offset += count;
        }
    }

    private protected override long? PlaceInFile(long offset)
    {
        int index = FirstEndingAfter(offset);
        return index == runs.Count || offset < runs[index].Block * blockSize ? null
            : PlaceInFileOf(volume, runs[index].Start * blockSize + offset - runs[index].Block * blockSize);
    }

    private int FirstEndingAfter(long offset)
    {
        int low = 0, high = runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (runs[middle].End * blockSize > offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
