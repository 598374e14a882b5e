using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// How large an image would be: with the current data, and after a guest has written to the whole disk. The numbers are those of
/// `qemu-img measure`, which counts tables for the whole disk in both cases; our files are rarely that long. They differ only for an
/// image with preallocated metadata: its file is as long as a full one, though it is mostly holes, and a device for it must be too.
/// </summary>
public sealed record ImageMeasure(long Required, long FullyAllocated)
{
    private const int SectorSize = 512;

    /// <summary>The size of a raw image for a disk of this length.</summary>
    public static ImageMeasure OfRaw(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue - SectorSize);
        long sectors = Align.Up(length, SectorSize);
        return new(sectors, sectors);
    }

    /// <summary>A disk with data in these runs, as returned by <see cref="Source.DataRuns"/>.</summary>
    public static ImageMeasure OfQcow2(long length, IEnumerable<(long Offset, long Length)> dataRuns, Qcow2Options options)
    {
        ArgumentNullException.ThrowIfNull(dataRuns);
        ArgumentNullException.ThrowIfNull(options);
        var plan = Qcow2Plan.For(new(length), options with
        {
            Compression = null, Preallocation = Preallocation.Full, DataFile = null, IsDataFileRaw = false,
        });
        long all = plan.DataClusters, data = options.Preallocation == Preallocation.Off ? ClustersOf(dataRuns, plan.Cluster) : all;

        long whole = plan.Cluster.OffsetOf(plan.End);
        return new(whole - (all - data) * plan.Cluster.Bytes, whole);
    }

    private static long ClustersOf(IEnumerable<(long Offset, long Length)> runs, ClusterSize cluster)
    {
        long count = 0, next = 0;
        foreach (var (offset, length) in runs)
        {
            long first = Math.Max(next, cluster.GuestAt(offset).Number);
            next = cluster.GuestAt(offset + length - 1).Number + 1;
            count += next - first;
        }

        return count;
    }
}
