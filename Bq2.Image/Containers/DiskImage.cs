using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Opens a disk image for reading, whatever its container.</summary>
public static class DiskImage
{
    /// <summary>
    /// The disk inside a QCOW2 image, known by its magic unless the format is given. Every other file is a raw disk, except those
    /// that by their own magic are something else: they are refused, unless the format is given.
    /// </summary>
    public static Source Open(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        return new ImageChain(options).Open(path, options.Format);
    }

    /// <summary>The same of a file that is open, and stays so: closing the image does not close it.</summary>
    internal static Source Open(NamedFile file, OpenOptions? options = null)
    {
        options ??= new();
        return new ImageChain(options).Open(file, options.Format);
    }

    /// <summary>
    /// The same of an image that lies in another source, such as a stream or a file in a volume. The source is closed with the image.
    /// Files that the image names are looked for beside the source's <see cref="Source.Path"/>.
    /// </summary>
    public static Source Open(Source file, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new();
        return new ImageChain(options).Open(file, options.Format);
    }

    /// <summary>
    /// "qcow2" or "raw", as its first and last bytes tell, or the name of another format that is not supported; nothing else of the
    /// image is looked at.
    /// </summary>
    public static string FormatOf(string path)
    {
        using var file = FileSource.Open(path);
        return ImageFormat.Of(file);
    }

    /// <summary>
    /// Opens an image for reading and writing; nobody else who asks .NET can open it meanwhile. Nothing is changed until
    /// something is written, except that an image whose last writer was cut off gets its leaks repaired.
    /// </summary>
    public static WritableDisk OpenForWriting(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        return FileDisk.Open<WritableDisk>(
            path, file => ImageFormat.IsQcow2(file, options.Format) ? Qcow2Disk.Open(file, options) : file);
    }

    /// <summary>
    /// Looks at everything that says where data lie, as `qemu-img check` does. The data themselves, and other files that
    /// the image names, are not looked at.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="format">Its format; null where the first bytes may tell.</param>
    /// <param name="progress">Told how far on the disk it has come, in bytes.</param>
    /// <param name="cancellation">Ends it; nothing is changed in any case.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DiskCheck Check(
        string path, DiskFormat? format = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var file = FileSource.Open(path);
        return Qcow2Check.Look(Checkable(file, format), progress, cancellation);
    }

    /// <summary>The same of a file that is open, and stays so.</summary>
    internal static DiskCheck Check(
        NamedFile file, DiskFormat? format = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var source = FileSource.Of(file);
        return Qcow2Check.Look(Checkable(source, format), progress, cancellation);
    }

    /// <summary>
    /// Checks, and repairs leaks where nothing else is wrong: what a damaged entry no longer reaches looks like a leak too.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="format">Its format; null where the first bytes may tell.</param>
    /// <param name="progress">Told how far on the disk it has come, in bytes.</param>
    /// <param name="cancellation">Ends it; nothing is repaired then.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DiskCheck CheckAndRepairLeaks(
        string path, DiskFormat? format = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var file = FileDisk.Open(path);
        Checkable(file, format);
        return Qcow2Check.RepairLeaks(file, progress, cancellation);
    }

    private static Source Checkable(Source file, DiskFormat? format) =>
        (format?.Name() ?? ImageFormat.Of(file)) is var name and not "qcow2"
            ? throw Failure.Of(ImageFaults.NothingToCheck,
                $"a {name} disk has nothing that can be checked", file.Path, "QCOW2 images can be checked")
            : file;
}
