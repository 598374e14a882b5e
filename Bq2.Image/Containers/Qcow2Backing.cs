namespace Bq2.Image;

/// <summary>Changes the backing file of a QCOW2 image, or commits the image to it.</summary>
public static class Qcow2Backing
{
    /// <summary>
    /// Gives an image another backing file without changing its disk: where the two backing files differ, data of the old one are copied
    /// into the image. Without a name, the image has no backing file afterwards.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="backingName">The name to write into the image; a relative one is relative to the image's folder. Null for none.</param>
    /// <param name="backingFormat">Its format; required if there is a name.</param>
    /// <param name="options">How the image is opened; its old backing file is opened only if that is allowed.</param>
    /// <param name="progress">Told how many bytes of the disk were checked.</param>
    /// <param name="cancellation">Stops it; the image then keeps its old backing file and the same content.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Rebase(
        string path,
        string? backingName,
        DiskFormat? backingFormat,
        OpenOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var chain = new ImageChain(options ?? new());
        chain.Remember(path);
        using var disk = OpenImage(path, options?.Format, chain.OpenBacking);
        using var target = backingName is null ? null : OpenTarget(path, backingName, backingFormat, options ?? new());
        disk.Rebase(target, backingName, backingFormat?.Name(), progress, cancellation);
    }

    /// <summary>
    /// Only changes the backing file's name in an image, or removes it. Neither backing file is opened; where they differ, the disk
    /// changes.
    /// </summary>
    public static void Rename(string path, string? backingName, DiskFormat? backingFormat)
    {
        using var file = FileDisk.Open(path);
        var head = Qcow2HeaderReader.Read(RequireQcow2(file, null));
        if (head.Features.HasFlag(Qcow2Features.Corrupt) || (backingName is not null && head.Features.HasFlag(Qcow2Features.ExternalData)))
        {
            string what = head.Features.HasFlag(Qcow2Features.Corrupt) ? "marked corrupt" : "one with an external data file";
            throw file.Bad(ImageFaults.ReadOnlyImage, $"the image is {what}, so its backing file cannot be changed",
                Qcow2Header.FeaturesPlace, "convert it to a plain image");
        }

        Qcow2BackingName.Write(file, head, backingName, backingFormat?.Name());
    }

    /// <summary>
    /// Writes an image's data into its backing file, which grows if it is shorter, and then empties the image. The image shows the same
    /// disk before, during and after that. Any other image over the same backing file becomes invalid.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="empties">Whether the image is emptied.</param>
    /// <param name="options">How the image is opened; its backing file is written only if opening it is allowed.</param>
    /// <param name="progress">Told how many bytes of the disk were checked.</param>
    /// <param name="cancellation">Stops it; the image is then unchanged, and the backing file has part of its data.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Commit(
        string path,
        bool empties = true,
        OpenOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var chain = new ImageChain((options ?? new()) with { Snapshot = null });
        chain.Remember(path);
        WritableDisk? backing = null;
        using var disk = OpenImage(path, options?.Format, (image, head) => backing = OpenToCommit(chain, image, head));
        disk.WriteInto(backing!, progress, cancellation);
        if (empties)
            disk.Empty();
    }

    // Refuse what cannot work before anything is written.
    private static WritableDisk OpenToCommit(ImageChain chain, Source image, Qcow2HeaderInfo head)
    {
        if (head.BackingName is null)
            throw image.Bad(ImageFaults.BackingImpossible, $"the image has no backing file to commit to");
        if ((uint)head.Header.SnapshotCount is > 0 and var count)
        {
            throw image.Bad(ImageFaults.BackingImpossible,
                $"the image has {count:N0} snapshots, and a commit to the backing file would change what they show",
                "remove the snapshots, or convert the image");
        }

        return chain.OpenBackingForWriting(image, head)!;
    }

    private static Qcow2Disk OpenImage(string path, DiskFormat? format, Func<Source, Qcow2HeaderInfo, Source?> openBacking) =>
        FileDisk.Open(path, file => Qcow2Disk.OpenOver(RequireQcow2(file, format), openBacking));

    private static FileDisk RequireQcow2(FileDisk file, DiskFormat? format) => ImageFormat.IsQcow2(file, format)
        ? file
        : throw file.Bad(ImageFaults.BackingImpossible, $"only QCOW2 images have backing files, and this is a raw disk",
            "convert it to QCOW2");

    // The caller named it, so it is opened; files that it names itself only if that is allowed.
    private static Source OpenTarget(string path, string name, DiskFormat? format, OpenOptions options)
    {
        string? place = ImageChain.PathBeside(path, name);
        if (place is null || !File.Exists(place))
            throw Failure.Of(ImageFaults.BackingName, $"the new backing file {place ?? name} does not exist", path);
        var chain = new ImageChain(options);
        chain.Remember(path);
        return chain.Open(place, format);
    }
}
