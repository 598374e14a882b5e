using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Writes a planned disk as a QCOW2 image, packed or not, in one pass and without an intermediate file.
/// </summary>
public static class Qcow2Image
{
    /// <summary>Opens the disk inside a QCOW2 image for reading.</summary>
    /// <exception cref="Bq2.Efi.FaultException">It is not a QCOW2 image, or is damaged.</exception>
    public static Source Open(string path, OpenOptions? options = null) => new ImageChain(options ?? new()).Open(path, DiskFormat.Qcow2);

    /// <summary>
    /// Opens the disk inside a QCOW2 image for reading and writing. Nothing is changed until something is written, except that an
    /// image whose last writer was cut off gets its leaks repaired.
    /// </summary>
    public static WritableDisk OpenForWriting(string path, OpenOptions? options = null) =>
        FileDisk.Open(path, file => Qcow2Disk.Open(file, options ?? new()));

    /// <summary>
    /// Writes the image, which takes its name when it is whole; a device or a pipe of that name is written to instead.
    /// Reports how far on the disk it has come, in bytes.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what stood at the path stands untouched.</exception>
    public static Qcow2Summary Write(
        string path,
        Regions regions,
        Qcow2Options? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default) =>
        ImageFile.Write(
            path,
            options?.Sync ?? false,
            stream => Write(stream, regions, options, progress, cancellation),
            file =>
            {
                using var data = Qcow2DataFile.Begin(path, options);
                var summary = Write(file, data?.Handle, regions, options, progress, cancellation);
                Qcow2DataFile.Keep(data, file, options);
                return summary;
            });

    /// <summary>
    /// Writes into an open regular file. Nothing of what it held before is left. It has no path from which the name of a data file could
    /// count, so it cannot have one.
    /// </summary>
    internal static Qcow2Summary Write(
        SafeFileHandle target,
        Regions regions,
        Qcow2Options? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        if (options?.DataFile is not null)
            throw Failure.Of(ImageFaults.DataFileImpossible, $"an image without a path cannot name a data file");
        return Write(target, null, regions, options, progress, cancellation);
    }

    /// <summary>The same with a file for the data, if there is to be one.</summary>
    internal static Qcow2Summary Write(
        SafeFileHandle target,
        SafeFileHandle? data,
        Regions regions,
        Qcow2Options? options,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        options ??= new();
        var image = new Qcow2Writer(target, data, Qcow2Plan.For(regions, options), options);
        image.MakeEmpty();
        image.CopyData(regions, progress, cancellation);
        image.WriteRefcounts();
        image.WriteRefcountTable();
        image.WriteL1Table();
        image.WriteHeader();
        return image.Summary;
    }

    /// <summary>
    /// Writes to a pipe, or to whatever else only goes forward. The clusters are neither packed nor looked at: those that a
    /// region touches are in the image, zeros or not.
    /// </summary>
    public static Qcow2Summary Write(
        Stream target,
        Regions regions,
        Qcow2Options? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        if (options.Compression is not null || options.Preallocation != Preallocation.Off || options.DataFile is not null)
        {
            throw Failure.Of(ImageFaults.PipeNeedsPlain,
                $"only an image that is neither packed nor preallocated, and has no data file, can go to a pipe or a device",
                hint: "write it to a file");
        }

        var plan = Qcow2Plan.For(regions, options);
        var file = Qcow2File.Compose(regions, plan, options);
        RawImage.Write(target, file, options.Threads, progress, cancellation);
        return new(plan.VirtualSize, file.Length, plan.DataClusters, plan.Cluster.Bytes);
    }
}
