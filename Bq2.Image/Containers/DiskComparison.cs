using System.Buffers;

namespace Bq2.Image;

/// <summary>Tells whether two disks hold the same bytes, whatever containers they lie in.</summary>
public static class DiskComparison
{
    /// <summary>
    /// The first offset at which the disks differ, null where nowhere; behind the end of the shorter one there are zeros.
    /// What both know to be zeros is not read. Holds 1 MiB of each.
    /// </summary>
    public static long? FirstDifference(
        Source one, Source other, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        byte[] ours = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize), theirs = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
        try
        {
            foreach (var (start, length) in Union(one.DataRuns(), other.DataRuns()))
            {
                for (long offset = start, end = start + length; offset < end; offset += Chunk.UsualSize)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int count = (int)Math.Min(Chunk.UsualSize, end - offset);
                    Parallel.Invoke(() => Read(one, offset, ours.AsSpan(0, count)), () => Read(other, offset, theirs.AsSpan(0, count)));
                    int same = ours.AsSpan(0, count).CommonPrefixLength(theirs.AsSpan(0, count));
                    if (same < count)
                        return offset + same;
                    progress?.Report(offset + count);
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ours);
            ArrayPool<byte>.Shared.Return(theirs);
        }
    }

    private static void Read(Source disk, long offset, Span<byte> into)
    {
        int there = (int)Math.Clamp(disk.Length - offset, 0, into.Length);
        if (there > 0)
            disk.ReadAt(offset, into[..there]);
        into[there..].Clear();
    }

    /// <summary>The stretches that are in either list, in order and without overlap.</summary>
    private static IEnumerable<(long Start, long Length)> Union(IEnumerable<(long, long)> one, IEnumerable<(long, long)> other)
    {
        using IEnumerator<(long Offset, long Length)> left = one.GetEnumerator(), right = other.GetEnumerator();
        bool hasLeft = left.MoveNext(), hasRight = right.MoveNext();
        long start = 0, end = 0;
        while (hasLeft || hasRight)
        {
            bool takeLeft = hasLeft && (!hasRight || left.Current.Offset <= right.Current.Offset);
            var (offset, length) = takeLeft ? left.Current : right.Current;
            if (offset > end)
            {
                if (end > start)
                    yield return (start, end - start);
                (start, end) = (offset, offset);
            }

            end = Math.Max(end, offset + length);
            if (takeLeft)
                hasLeft = left.MoveNext();
            else
                hasRight = right.MoveNext();
        }

        if (end > start)
            yield return (start, end - start);
    }
}
