namespace Bq2.Image;

/// <summary>The backing file of a QCOW2 image: gives the image another one, or none, or writes the image into it.</summary>
public static class Qcow2Backing
{
    /// <summary>
    /// Gives an image another backing file, and leaves its disk as it is: where the two files differ, what the old one has is copied
    /// into the image. Without a name the image stands alone afterwards.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="backingName">As it is to be named in the image: relative names count from the image's folder. Null for none.</param>
    /// <param name="backingFormat">Its format, which must be said where there is a name.</param>
    /// <param name="options">How the image is opened; its old backing file is opened only when that is allowed.</param>
    /// <param name="progress">Told how far on the disk it has come, in bytes.</param>
    /// <param name="cancellation">Ends it; the image then keeps its old backing file and shows the same disk.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Rebase(
        string path,
        string? backingName,
        DiskFormat? backingFormat,
        OpenOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        var chain = new ImageChain(options ?? new());
        chain.Remember(path);
        using var disk = OpenImage(path, options?.Format, chain.OpenBacking);
        using var target = backingName is null ? null : OpenTarget(path, backingName, backingFormat, options ?? new());
        disk.Rebase(target, backingName, backingFormat?.Name(), progress, cancellation);
    }

    /// <summary>
    /// Writes only the name of the backing file into an image, or that it has none. Neither is the old one opened nor the new one, and
    /// where they differ the disk is another one afterwards.
    /// </summary>
    public static void Rename(string path, string? backingName, DiskFormat? backingFormat)
    {
        using var file = FileDisk.Open(path);
        var head = Qcow2HeaderReader.Read(RequireQcow2(file, null));
        if (head.Features.HasFlag(Qcow2Features.Corrupt) || (backingName is not null && head.Features.HasFlag(Qcow2Features.ExternalData)))
        {
            string what = head.Features.HasFlag(Qcow2Features.Corrupt) ? "marked corrupt" : "one with an external data file";
            throw file.Bad(ImageFaults.ReadOnlyImage, $"the image is {what}, and is not given a backing file", Qcow2Header.FeaturesPlace,
                "convert it to a plain image");
        }

        Qcow2BackingName.Write(file, head, backingName, backingFormat?.Name());
    }

    /// <summary>
    /// Writes what an image holds into its backing file, which grows if it is shorter, and then empties the image, which shows the
    /// same disk before, meanwhile and afterwards. Everything else over the same backing file is spoiled by that.
    /// </summary>
    /// <param name="path">The image.</param>
    /// <param name="empties">Whether the image is emptied.</param>
    /// <param name="options">How the image is opened; its backing file is written to only when opening it is allowed.</param>
    /// <param name="progress">Told how far on the disk it has come, in bytes.</param>
    /// <param name="cancellation">Ends it; the image then is as it was, and the backing file has part of it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Commit(
        string path,
        bool empties = true,
        OpenOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        var chain = new ImageChain((options ?? new()) with { Snapshot = null });
        chain.Remember(path);
        WritableDisk? backing = null;
        using var disk = OpenImage(path, options?.Format, (image, head) => backing = OpenToCommit(chain, image, head));
        disk.WriteInto(backing!, progress, cancellation);
        if (empties)
            disk.Empty();
    }

    // What cannot be is said before anything is written.
    private static WritableDisk OpenToCommit(ImageChain chain, Source image, Qcow2HeaderInfo head)
    {
        if (head.BackingName is null)
            throw image.Bad(ImageFaults.BackingImpossible, $"the image has no backing file that it could be written into");
        if ((uint)head.Header.SnapshotCount is > 0 and var count)
        {
            throw image.Bad(ImageFaults.BackingImpossible,
                $"the image has snapshots, {count:N0} of them, which would show what is written into the backing file",
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

    // The caller has named it, so it is opened; what it names itself, only when that is allowed.
    private static Source OpenTarget(string path, string name, DiskFormat? format, OpenOptions options)
    {
        string? place = ImageChain.PathBeside(path, name);
        if (place is null || !File.Exists(place))
            throw Failure.Of(ImageFaults.BackingName, $"the new backing file {place ?? name} is not there", path);
        var chain = new ImageChain(options);
        chain.Remember(path);
        return chain.Open(place, format);
    }
}
