using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Opens an image and, if the caller allows it, the files that it names. A chain has at most 64 images, none of them twice, and each
/// holds at most 45 MiB of tables and decompressed clusters.
/// </summary>
internal sealed partial class ImageChain(OpenOptions options)
{
    // A snapshot may be chosen only in the first image; of its backing files the current disk is used.
    private bool _hasFirst;

    public Source Open(string path, DiskFormat? format)
    {
        // Check before opening: an image open for writing is locked, and a loop back to it should be reported as a loop.
        if (_opened.Count > 0)
            RefuseCircle(FileIdentity.Of(path), path);
        return Open(FileSource.Open(path), FileIdentity.Of(path), path, format);
    }

    /// <summary>The same for an open file, which stays open.</summary>
    public Source Open(NamedFile file, DiskFormat? format) => Open(FileSource.Of(file), FileIdentity.Of(file), file.Name, format);

    /// <summary>The same for an image in another source, which is closed with it.</summary>
    public Source Open(Source file, DiskFormat? format)
    {
        try
        {
            string? snapshot = _hasFirst ? null : options.Snapshot;
            _hasFirst = true;
            if (ImageFormat.IsQcow2(file, format))
                return OpenQcow2(file, snapshot);
            if (snapshot is not null)
                throw file.Bad(ImageFaults.SnapshotImpossible, $"only QCOW2 images have snapshots, and this is a raw disk");
            return WholeSectors.Of(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Source Open(FileSource file, FileIdentity identity, string path, DiskFormat? format)
    {
        try
        {
            Remember(identity, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return Open(file, format);
    }

    /// <summary>The backing file of an image; null if it has none.</summary>
    public Source? OpenBacking(Source image, Qcow2HeaderInfo head) =>
        head.BackingName is { } name ? Open(PathOfBacking(image, head, name, out DiskFormat format), format) : null;

    /// <summary>The same for writing; its own backing file is only read.</summary>
    public WritableDisk? OpenBackingForWriting(Source image, Qcow2HeaderInfo head)
    {
        if (head.BackingName is not { } name)
            return null;

        string path = PathOfBacking(image, head, name, out DiskFormat format);
        Remember(path);
        return FileDisk.Open<WritableDisk>(path, file => format == DiskFormat.Qcow2 ? Qcow2Disk.OpenOver(file, OpenBacking) : file);
    }

    /// <summary>The external data file; null if the image has its own data.</summary>
    public Source? OpenData(Source image, Qcow2HeaderInfo head)
    {
        if (!head.Features.HasFlag(Qcow2Features.ExternalData))
            return null;

        RefuseUnlessAllowed(image, DataFile, head.DataFileName!);
        return FileSource.Open(PathOfFile(image.Path, DataFile, head.DataFileName!));
    }

    private Qcow2Source OpenQcow2(Source file, string? snapshot)
    {
        var head = Qcow2HeaderReader.Read(file);
        if (snapshot is { } name)
            head = Qcow2SnapshotTable.HeadOf(name, file, head);
        Source? data = null, backing = null;
        try
        {
            data = OpenData(file, head);
            backing = OpenBacking(file, head);
            return new(file, head, data, backing);
        }
        catch
        {
            data?.Dispose();
            backing?.Dispose();
            throw;
        }
    }

    private void RefuseUnlessAllowed(Source image, string what, string name)
    {
        if (!options.AllowBacking)
        {
            throw image.Bad(ImageFaults.OtherFileNotAllowed, $"the image has the {what} \"{name}\", which is opened only if allowed",
                "allow it if you trust whoever made the image");
        }
    }
}
