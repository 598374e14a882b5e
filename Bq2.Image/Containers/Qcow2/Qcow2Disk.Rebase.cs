using System.Buffers;

namespace Bq2.Image;

/// <summary>Changes the backing file: copies the old one's data into the image where the two differ, then writes the new name.</summary>
internal sealed partial class Qcow2Disk
{
    /// <summary>
    /// Gives the image another backing file, or none if null, without changing the disk. If interrupted anywhere, the image shows the same
    /// disk over the backing file that it names then. The disk must be closed afterwards.
    /// </summary>
    public void Rebase(
        Source? target, string? name, string? format, IProgress<long>? progress, CancellationToken cancellation = default) => Alone(() =>
    {
        RefuseSnapshots();
        CopyWhatDiffers(target, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Commit();
        _file.Flush();
        var head = Qcow2HeaderReader.Read(_file);
        _header = Qcow2BackingName.Write(_file, head, name, format);
        progress?.Report(Length);
    });

    private void RefuseSnapshots()
    {
        if ((uint)_header.SnapshotCount is > 0 and var count)
        {
            throw Bad(ImageFaults.BackingImpossible, $"the image has {count:N0} snapshots, which show the backing file too",
                "remove the snapshots, or convert the image");
        }
    }

    private void CopyWhatDiffers(Source? target, IProgress<long>? progress, CancellationToken cancellation)
    {
        int piece = Math.Max(Chunk.UsualSize, _cluster.Bytes);
        byte[] before = ArrayPool<byte>.Shared.Rent(piece), after = ArrayPool<byte>.Shared.Rent(piece);
        try
        {
            long done = 0;
            foreach (var (start, length) in DataRunUnion.Of(_reader.Backing?.DataRuns() ?? [], target?.DataRuns() ?? []))
            {
                long end = Math.Min(Length, start + length);
                for (long offset = Math.Max(done, start - _cluster.Within(start)); offset < end; offset = done)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var extent = Mapping.ExtentAt(offset, Math.Min(Length, offset + piece));
                    if (extent.Kind == Qcow2Kind.Unallocated)
                        CopyPiece(offset, before.AsSpan(0, (int)extent.Length), after.AsSpan(0, (int)extent.Length), target);
                    done = extent.End;
                    progress?.Report(done);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(before);
            ArrayPool<byte>.Shared.Return(after);
        }
    }

    /// <summary>Copies the clusters in which the two differ; after the end of either there are zeros.</summary>
    private void CopyPiece(long offset, Span<byte> before, Span<byte> after, Source? target)
    {
        ReadOrClear(_reader.Backing, offset, before);
        ReadOrClear(target, offset, after);
        for (int at = 0; at < before.Length; at += _cluster.Bytes)
        {
            int length = Math.Min(_cluster.Bytes, before.Length - at);
            ReadOnlySpan<byte> old = before.Slice(at, length);
            if (old.SequenceEqual(after.Slice(at, length)))
                continue;

            Mark();
            if (_version >= 3 && !old.ContainsAnyExcept((byte)0))
                Map(_cluster.GuestAt(offset + at), Qcow2Entry.Zero);
            else
                StoreInCluster(offset + at, old);
            CommitIfMuch();
        }
    }

    private static void ReadOrClear(Source? source, long offset, Span<byte> into)
    {
        if (source is null)
            into.Clear();
        else
            source.ReadOrZeros(offset, into);
    }
}
