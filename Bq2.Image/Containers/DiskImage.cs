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
        options ??= new();
        return new ImageChain(options).Open(path, options.Format);
    }

    /// <summary>The same for an open file, which stays open when the image is closed.</summary>
    public static Source Open(NamedFile file, OpenOptions? options = null)
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
        options ??= new();
        return FileDisk.Open<WritableDisk>(
            path, file => ImageFormat.IsQcow2(file, options.Format) ? Qcow2Disk.Open(file, options) : file);
    }

    /// <summary>
    /// Checks all metadata, as `qemu-img check` does. The data themselves, and other files that the image names, are not read.
    /// </summary>
    public static DiskCheck Check(string path, DiskFormat? format = null)
    {
        using var file = FileSource.Open(path);
        return Qcow2Check.Look(Checkable(file, format));
    }

    /// <summary>The same for an open file, which stays open.</summary>
    public static DiskCheck Check(NamedFile file, DiskFormat? format = null)
    {
        using var source = FileSource.Of(file);
        return Qcow2Check.Look(Checkable(source, format));
    }

    /// <summary>
    /// Checks, and repairs leaks if nothing else is wrong: clusters that a damaged entry no longer reaches look like leaks too.
    /// </summary>
    public static DiskCheck CheckAndRepairLeaks(string path, DiskFormat? format = null)
    {
        using var file = FileDisk.Open(path);
        Checkable(file, format);
        return Qcow2Check.RepairLeaks(file);
    }

    private static Source Checkable(Source file, DiskFormat? format) =>
        (format?.Name() ?? ImageFormat.Of(file)) is var name and not "qcow2"
            ? throw Failure.Of(ImageFaults.NothingToCheck,
                $"the format {name} has nothing to check", file.Path, "only QCOW2 images can be checked")
            : file;
}
