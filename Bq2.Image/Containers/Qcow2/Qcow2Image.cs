using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Writes a planned disk as a QCOW2 image, compressed or not, in one pass without an intermediate file.
/// </summary>
public static class Qcow2Image
{
    /// <summary>Opens the disk inside a QCOW2 image for reading.</summary>
    /// <exception cref="Bq2.Efi.FaultException">It is not a QCOW2 image, or is damaged.</exception>
    public static Source Open(string path, OpenOptions? options = null) => new ImageChain(options ?? new()).Open(path, DiskFormat.Qcow2);

    /// <summary>
    /// Opens the disk inside a QCOW2 image for reading and writing. Nothing changes until something is written, except that leaks left
    /// by an interrupted writer are repaired.
    /// </summary>
    public static WritableDisk OpenForWriting(string path, OpenOptions? options = null) =>
        FileDisk.Open(path, file => Qcow2Disk.Open(file, options ?? new()));

    /// <summary>
    /// Writes the image, which gets its name when it is complete; a device or a pipe of that name is written to instead.
    /// Reports the progress on the disk in bytes.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; an existing file at the path is unchanged.</exception>
    public static Qcow2Summary Write(
        string path,
        Regions regions,
        Qcow2Options? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(regions);
        return ImageFile.Write(
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
    }

    /// <summary>
    /// Writes into an open regular file, replacing its content. It has no path, so it cannot have an external data file, whose name is
    /// relative to the image.
    /// </summary>
    internal static Qcow2Summary Write(
        SafeFileHandle target,
        Regions regions,
        Qcow2Options? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        if (options?.DataFile is not null)
            throw Failure.Of(ImageFaults.DataFileImpossible, $"an image without a path cannot name an external data file");
        return Write(target, null, regions, options, progress, cancellation);
    }

    /// <summary>The same with an external data file, if the image has one.</summary>
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
    /// Writes to a pipe or another output without seeking. Clusters are neither compressed nor checked for zeros: all that a region
    /// touches are in the image.
    /// </summary>
    public static Qcow2Summary Write(
        Stream target,
        Regions regions,
        Qcow2Options? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(regions);
        options ??= new();
        if (options.Compression is not null || options.Preallocation != Preallocation.Off || options.DataFile is not null)
        {
            throw Failure.Of(ImageFaults.PipeNeedsPlain,
                $"a pipe or a device can only take an image that is neither compressed nor preallocated, and has no external data file",
                hint: "write it to a file");
        }

        var plan = Qcow2Plan.For(regions, options);
        var file = Qcow2File.Compose(regions, plan, options);
        RawImage.Write(target, file, options.Threads, progress, cancellation);
        return new(plan.VirtualSize, file.Length, plan.DataClusters, plan.Cluster.Bytes);
    }
}
