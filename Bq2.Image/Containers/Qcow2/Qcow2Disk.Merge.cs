using System.Buffers;

namespace Bq2.Image;

/// <summary>Writes the image's data into its backing file, and empties the image.</summary>
internal sealed partial class Qcow2Disk
{
    /// <summary>
    /// Writes all data of the image into the backing file, and returns when they are on the medium. The image does not change, and shows
    /// the same disk at every moment.
    /// </summary>
    public void WriteInto(WritableDisk backing, IProgress<long>? progress, CancellationToken cancellation = default) => Alone(() =>
    {
        Commit();
        backing.Grow(Math.Max(backing.Length, Length));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
        try
        {
            for (long offset = 0; offset < Length;)
            {
                cancellation.ThrowIfCancellationRequested();
                var extent = Mapping.ExtentAt(offset, Length);
                bool isData = extent.Kind is Qcow2Kind.Data or Qcow2Kind.Compressed;
                long end = isData ? Math.Min(extent.End, offset + Chunk.UsualSize) : extent.End;
                if (extent.Kind == Qcow2Kind.Zero)
                    backing.Discard(offset, end - offset);
                else if (isData)
                    CopyTo(backing, offset, buffer.AsSpan(0, (int)(end - offset)));
                offset = end;
                progress?.Report(offset);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        cancellation.ThrowIfCancellationRequested();
        backing.Flush();
    });

    /// <summary>
    /// Frees all data of the image, so that the backing file shows. First removes the pointers to the tables, then frees what they
    /// referenced: an interruption leaves at most leaks.
    /// </summary>
    public void Empty() => Alone(() =>
    {
        Commit();
        Mark();
        for (int i = 0; i < Mapping.L1.Length; i++)
        {
            if (Mapping.L1[i] is var pointer && pointer == 0)
                continue;

            Mapping.L1[i] = 0;
            _changedPointers.Add(i);
            foreach (var cluster in ClustersOf([pointer]))
                _counts.Release(cluster);
            CommitIfMuch();
        }

        Mapping.Forget();
        Commit();
        _file.Flush();
        _file.Shrink(Math.Min(_file.Length, _cluster.OffsetOf(_counts.End)));
    });

    private void CopyTo(WritableDisk backing, long offset, Span<byte> bytes)
    {
        _reader.Read(offset, bytes);
        backing.WriteAt(offset, bytes);
    }
}
