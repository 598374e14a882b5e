using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Opens an image and, if the caller allows it, the files that it names. A chain has at most 64 images, none of them twice, and each
/// holds at most 45 MiB of tables and decompressed clusters.
/// </summary>
internal sealed class ImageChain(OpenOptions options)
{
    private const int MaxDepth = 64;
    private const string BackingFile = "backing file", DataFile = "external data file";
    private const string FilePrefix = "file:";

    private readonly List<FileIdentity> _opened = [];

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

    /// <summary>Records a file as part of the chain, to detect loops.</summary>
    public void Remember(string path) => Remember(FileIdentity.Of(path), path);

    /// <summary>The same for an open file.</summary>
    public void Remember(NamedFile file) => Remember(FileIdentity.Of(file), file.Name);

    /// <summary>The path of an image's backing file.</summary>
    public static string PathOfBacking(string image, string name) => PathOfFile(image, BackingFile, name);

    private void Remember(FileIdentity identity, string path)
    {
        RefuseCircle(identity, path);
        if (_opened.Count == MaxDepth)
            throw Failure.Of(ImageFaults.BackingChain, $"the chain has more than {MaxDepth} backing files", path);
        _opened.Add(identity);
    }

    private void RefuseCircle(FileIdentity identity, string path)
    {
        if (_opened.Contains(identity))
            throw Failure.Of(ImageFaults.BackingChain, $"the chain of backing files leads back to this one", path);
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

    private string PathOfBacking(Source image, Qcow2HeaderInfo head, string name, out DiskFormat format)
    {
        RefuseUnlessAllowed(image, BackingFile, name);
        if ((head.BackingFormat ?? options.BackingFormat?.Name()) is not { } given)
        {
            throw image.Bad(ImageFaults.BackingFormat, $"the image does not give the format of its backing file \"{name}\"",
                "a rebase can write it into the image; if it were guessed, the guest of a raw disk could name files of yours");
        }

        format = DiskFormats.Find(given) ?? throw image.Bad(ImageFaults.BackingFormat,
            $"the backing file \"{name}\" has the format \"{given}\", which is not supported");
        return PathOfFile(image.Path, BackingFile, name);
    }

    /// <summary>The external data file; null if the image has its own data.</summary>
    public Source? OpenData(Source image, Qcow2HeaderInfo head)
    {
        if (!head.Features.HasFlag(Qcow2Features.ExternalData))
            return null;

        RefuseUnlessAllowed(image, DataFile, head.DataFileName!);
        return FileSource.Open(PathOfFile(image.Path, DataFile, head.DataFileName!));
    }

    /// <summary>
    /// The path of a file that an image names; relative names start at the image's own folder. Null for names that are not files, such as
    /// nbd://host.
    /// </summary>
    public static string? PathBeside(string? image, string name)
    {
        string path = name.StartsWith(FilePrefix, StringComparison.Ordinal) ? name[FilePrefix.Length..] : name;
        int colon = path.IndexOf(':', StringComparison.Ordinal), slash = path.IndexOf('/', StringComparison.Ordinal);
        bool isFile = path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && (colon < 0 || (slash >= 0 && slash < colon));
        return isFile ? Path.Combine(Path.GetDirectoryName(image) ?? "", path) : null;
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

    // If it does not exist, the image is at fault: the caller did not name it.
    private static string PathOfFile(string? image, string what, string name)
    {
        string path = PathBeside(image, name)
            ?? throw Failure.Of(ImageFaults.BackingName, $"\"{name}\" is not the name of a file, and only files are opened", image);
        return File.Exists(path) ? path
            : throw Failure.Of(ImageFaults.BackingName, $"the image's {what} \"{name}\" does not exist", image);
    }
}
