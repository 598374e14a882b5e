using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Opens a disk image for reading, whatever its container.</summary>
public static class DiskImage
{
    /// <summary>
    /// The disk inside a QCOW2 image, detected by its magic unless the format is given. Every other file is a raw disk; files with the
    /// magic of an unsupported format are refused unless the format is given.
    /// </summary>
    public static Source Open(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        return new ImageChain(options).Open(path, options.Format);
    }

    /// <summary>The same for an open file, which stays open when the image is closed.</summary>
    internal static Source Open(NamedFile file, OpenOptions? options = null)
    {
        options ??= new();
        return new ImageChain(options).Open(file, options.Format);
    }

    /// <summary>
    /// The same for an image in another source, such as a stream or a file in a volume. The source is closed with the image.
    /// Files that the image names are searched relative to the source's <see cref="Source.Path"/>.
    /// </summary>
    public static Source Open(Source file, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new();
        return new ImageChain(options).Open(file, options.Format);
    }

    /// <summary>
    /// "qcow2", "raw", or the name of an unsupported format, detected from the first and last bytes; nothing else is read.
    /// </summary>
    public static string FormatOf(string path)
    {
        using var file = FileSource.Open(path);
        return ImageFormat.Of(file);
    }

    /// <summary>
    /// Opens an image for reading and writing; other .NET programs cannot open it meanwhile. Nothing changes until something is
    /// written, except that leaks left by an interrupted writer are repaired.
    /// </summary>
    public static WritableDisk OpenForWriting(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        return FileDisk.Open<WritableDisk>(
            path, file => ImageFormat.IsQcow2(file, options.Format) ? Qcow2Disk.Open(file, options) : file);
    }

    /// <summary>
    /// Checks all metadata, as `qemu-img check` does. The data themselves, and other files that the image names, are not read.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="format">Its format; null to detect it from the first bytes.</param>
    /// <param name="progress">Told how many bytes of the disk were checked.</param>
    /// <param name="cancellation">Stops it; the check never changes anything.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DiskCheck Check(
        string path, DiskFormat? format = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var file = FileSource.Open(path);
        return Qcow2Check.Look(Checkable(file, format), progress, cancellation);
    }

    /// <summary>The same for an open file, which stays open.</summary>
    internal static DiskCheck Check(
        NamedFile file, DiskFormat? format = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var source = FileSource.Of(file);
        return Qcow2Check.Look(Checkable(source, format), progress, cancellation);
    }

    /// <summary>
    /// Checks, and repairs leaks if nothing else is wrong: clusters that a damaged entry no longer reaches look like leaks too.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="format">Its format; null to detect it from the first bytes.</param>
    /// <param name="progress">Told how many bytes of the disk were checked.</param>
    /// <param name="cancellation">Stops it; then nothing is repaired.</param>
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
                $"the format {name} has nothing to check", file.Path, "only QCOW2 images can be checked")
            : file;
}
