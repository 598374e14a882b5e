using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Opens an image and, if the caller allows it, the files it names. A chain has at most 64 images, each of which holds at
/// most 45 MiB of tables and unpacked clusters, and none of them twice.
/// </summary>
internal sealed class ImageChain(OpenOptions options)
{
    private const int MaxDepth = 64;
    private const string BackingFile = "backing file", DataFile = "data file";
    private const string FilePrefix = "file:";

    private readonly List<FileIdentity> _opened = [];

    // Of the first image a snapshot may be meant, and of those behind it the present disk.
    private bool _hasFirst;

    public Source Open(string path, DiskFormat? format)
    {
        // Asked before it is opened: an image that is being written to is locked, and a circle back to it is to be told as one.
        if (_opened.Count > 0)
            RefuseCircle(FileIdentity.Of(path), path);
        return Open(FileSource.Open(path), FileIdentity.Of(path), path, format);
    }

    /// <summary>The same of a file that is open, and stays so.</summary>
    public Source Open(NamedFile file, DiskFormat? format) => Open(FileSource.Of(file), FileIdentity.Of(file), file.Name, format);

    /// <summary>The same of an image that lies in another source, which is closed with it.</summary>
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

    /// <summary>Notes a file as part of the chain, which must not come back to it.</summary>
    public void Remember(string path) => Remember(FileIdentity.Of(path), path);

    /// <summary>The same of one that is open.</summary>
    public void Remember(NamedFile file) => Remember(FileIdentity.Of(file), file.Name);

    /// <summary>Where the backing file lies that an image says it has.</summary>
    public static string PathOfBacking(string image, string name) => PathOfFile(image, BackingFile, name);

    private void Remember(FileIdentity identity, string path)
    {
        RefuseCircle(identity, path);
        if (_opened.Count == MaxDepth)
            throw Failure.Of(ImageFaults.BackingChain, $"more than {MaxDepth} backing files stand behind each other", path);
        _opened.Add(identity);
    }

    private void RefuseCircle(FileIdentity identity, string path)
    {
        if (_opened.Contains(identity))
            throw Failure.Of(ImageFaults.BackingChain, $"the chain of backing files comes back to this one", path);
    }

    /// <summary>The backing file of an image; null where it has none.</summary>
    public Source? OpenBacking(Source image, Qcow2HeaderInfo head) =>
        head.BackingName is { } name ? Open(PathOfBacking(image, head, name, out DiskFormat format), format) : null;

    /// <summary>The same to be written to; what that one names in turn is only read.</summary>
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
            throw image.Bad(ImageFaults.BackingFormat, $"the image does not say what format its backing file \"{name}\" has",
                "a rebase can write it into the image; guessing it would let whoever wrote a raw disk name files of yours");
        }

        format = DiskFormats.Find(given) ?? throw image.Bad(ImageFaults.BackingFormat,
            $"the backing file \"{name}\" has the format \"{given}\", which is not supported");
        return PathOfFile(image.Path, BackingFile, name);
    }

    /// <summary>The file that holds the image's data; null where they lie in the image itself.</summary>
    public Source? OpenData(Source image, Qcow2HeaderInfo head)
    {
        if (!head.Features.HasFlag(Qcow2Features.ExternalData))
            return null;

        RefuseUnlessAllowed(image, DataFile, head.DataFileName!);
        return FileSource.Open(PathOfFile(image.Path, DataFile, head.DataFileName!));
    }

    /// <summary>
    /// Where a file that an image names lies: relative names count from the image's own folder. Null for names that are
    /// none of files, such as nbd://host.
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
            throw image.Bad(ImageFaults.OtherFileNotAllowed, $"the image has the {what} \"{name}\", which is not opened unasked",
                "allow it if you trust whoever made the image");
        }
    }

    // If it is not there the image is at fault, not the caller, who never named it.
    private static string PathOfFile(string? image, string what, string name)
    {
        string path = PathBeside(image, name)
            ?? throw Failure.Of(ImageFaults.BackingName, $"\"{name}\" is not the name of a file, and only files are opened", image);
        return File.Exists(path) ? path
            : throw Failure.Of(ImageFaults.BackingName, $"the image names the {what} \"{name}\", which is not there", image);
    }
}
