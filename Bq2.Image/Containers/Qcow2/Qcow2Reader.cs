using System.Collections.Concurrent;

namespace Bq2.Image;

/// <summary>
/// Reads the disk inside an image: its own clusters, compressed ones, and those of the backing file. Several threads may read at once.
/// Besides the mapping it holds at most 4 MiB of decompressed clusters (two if they are larger), and for each decompressing thread a codec
/// and two clusters of memory.
/// </summary>
internal sealed partial class Qcow2Reader : IDisposable
{
    private readonly Source _file;
    private readonly Source? _data;
    private readonly Qcow2HeaderInfo _head;
    private readonly ClusterSize _cluster;
    private readonly Qcow2Compression _compression;
    private readonly ConcurrentBag<ClusterCodec> _codecs = [];
    private readonly Unpacked?[] _unpacked;

    /// <summary>Owns the data file and the backing file, but not the image file.</summary>
    public Qcow2Reader(Source file, Qcow2HeaderInfo head, Source? data, Source? backing)
    {
        (_file, _data, _head, Backing, _cluster, _compression) = (file, data, head, backing, head.Cluster, head.Compression);
        Mapping = new(file, head);
        _unpacked = new Unpacked?[Math.Clamp(CachedBytes / _cluster.Bytes, 2, MaxCachedClusters)];
    }

    public Qcow2Mapping Mapping { get; }

    public Source? Backing { get; }

    /// <summary>The file with the uncompressed data.</summary>
    public string? DataPath => (_data ?? _file).Path;

    /// <summary>The file with the data, if it may have holes where the mapping has data: QEMU looks for holes then.</summary>
    public Source? FileWithHoles => Qcow2Preallocation.IsLikely(_file, _head) ? _data ?? _file : null;

    /// <summary>An image may end inside its last cluster, and a backing file before the disk; the missing bytes are zeros.</summary>
    public void Read(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var extent = Mapping.ExtentAt(offset, offset + into.Length);
            var part = into[..(int)(extent.End - offset)];
            switch (extent.Kind)
            {
                case Qcow2Kind.Data:
                    (_data ?? _file).ReadOrZeros(extent.Place!.Value, part);
                    break;
                case Qcow2Kind.Compressed:
                    ReadPacked(extent, _cluster.Within(offset), part);
                    break;
                case Qcow2Kind.Unallocated when Backing is not null:
                    Backing.ReadOrZeros(offset, part);
                    break;
                default:
                    part.Clear();
                    break;
            }

            into = into[part.Length..];
            offset += part.Length;
        }
    }

    /// <summary>The ranges between two offsets that may have data, adjacent ones merged.</summary>
    public IEnumerable<(long Offset, long Length)> DataRuns(long from, long to)
    {
        long start = from, end = from;
        foreach (var (offset, length) in Pieces(from, to))
        {
            if (offset > end)
            {
                if (end > start)
                    yield return (start, end - start);
                start = offset;
            }

            end = offset + length;
        }

        if (end > start)
            yield return (start, end - start);
    }

    /// <summary>The offset in the image file for an offset of the disk, for messages.</summary>
    public long? PlaceInFile(long offset) =>
        _data is null && Mapping.ExtentAt(offset, offset + 1) is { Kind: Qcow2Kind.Data } extent ? extent.Place : null;

    public void Dispose()
    {
        while (_codecs.TryTake(out var codec))
            codec.Dispose();
        _data?.Dispose();
        Backing?.Dispose();
    }

    private IEnumerable<(long Offset, long Length)> Pieces(long from, long to)
    {
        // The backing file is walked in parallel with the disk: restarting for every hole would be quadratic.
        using var below = Backing?.DataRuns().GetEnumerator();
        bool more = below is not null && below.MoveNext();
        for (Qcow2Extent extent; from < to; from = extent.End)
        {
            extent = Mapping.ExtentAt(from, to);
            if (extent.Kind is Qcow2Kind.Data or Qcow2Kind.Compressed)
                yield return (extent.Offset, extent.Length);

            for (; more && extent.Kind == Qcow2Kind.Unallocated; more = below!.MoveNext())
            {
                var (offset, length) = below!.Current;
                long start = Math.Max(offset, extent.Offset), end = Math.Min(offset + length, extent.End);
                if (start < end)
                    yield return (start, end - start);
                if (offset + length > extent.End)
                    break;
            }
        }
    }
}
