using System.Buffers;

namespace Bq2.Image;

/// <summary>Compares the bytes of two disks, whatever their containers.</summary>
public static class DiskComparison
{
    /// <summary>
    /// The first offset at which the disks differ; null if they are equal. The shorter disk counts as padded with zeros. Ranges that both
    /// know to be zeros are not read. Holds 1 MiB of each disk.
    /// </summary>
    public static long? FirstDifference(
        Source one, Source other, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        byte[] ours = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize), theirs = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
        try
        {
            foreach (var (start, length) in DataRunUnion.Of(one.DataRuns(), other.DataRuns()))
            {
                for (long offset = start, end = start + length; offset < end; offset += Chunk.UsualSize)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int count = (int)Math.Min(Chunk.UsualSize, end - offset);
                    Parallel.Invoke(
                        () => one.ReadOrZeros(offset, ours.AsSpan(0, count)), () => other.ReadOrZeros(offset, theirs.AsSpan(0, count)));
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
}
