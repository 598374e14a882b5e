namespace Bq2.Image;

/// <summary>The backing file of a QCOW2 image: gives the image another one, or none.</summary>
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
    public static void Rebase(
        string path, string? backingName, DiskFormat? backingFormat, OpenOptions? options = null, IProgress<long>? progress = null)
    {
        using var disk = OpenImage(path, options);
        using var target = backingName is null ? null : OpenTarget(path, backingName, backingFormat, options ?? new());
        disk.Rebase(target, backingName, backingFormat?.Name(), progress);
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
            throw file.Bad(ImageFaults.ReadOnlyImage, $"the image is {what}, and is not given a backing file", 72, 8,
                "convert it to a plain image");
        }

        Qcow2BackingName.Write(file, head, backingName, backingFormat?.Name());
    }

    private static Qcow2Disk OpenImage(string path, OpenOptions? options)
    {
        var file = FileDisk.Open(path);
        try
        {
            return Qcow2Disk.Open(RequireQcow2(file, options?.Format), options ?? new());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

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
