using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// The content of a file system that is not made yet: folders, files, links and devices with their attributes, without needing
/// privileges. The order of adding does not matter: the tree is always walked sorted by name.
/// </summary>
/// <example>
/// <code>
/// var tree = new Tree();
/// tree.AddFile("etc/hostname", Content.FromBytes("bq2\n"u8.ToArray()));
/// tree.AddLink("etc/mtab", "/proc/self/mounts");
/// tree.AddDevice("dev/console", EntryKind.CharacterDevice, new(5, 1), new() { Mode = 0x180 });   // 0600
/// </code>
/// </example>
public sealed partial class Tree
{
    /// <summary>The root folder.</summary>
    public TreeEntry Root { get; } = TreeEntry.NewRoot();

    /// <summary>
    /// A folder on the host with everything in it: links as links, other names of a file as hard links, devices as devices. The writer
    /// of a file system refuses what it cannot store. Mode and owner of the folder itself are not taken.
    /// </summary>
    /// <param name="path">The folder, which becomes the tree's root.</param>
    /// <param name="options">What to take besides; only modes if not given.</param>
    public static Tree FromFolder(string path, FolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var kind = FileStatus.Of(path).Kind;
        if (kind == FileKind.Missing && FileStatus.Of(path, followLinks: false).Kind == FileKind.Link)
            throw NamedFile.Missing(path);
        if (kind is not (FileKind.Folder or FileKind.Missing))
        {
            throw Failure.Of(ImageFaults.NotAFolder,
                $"this is not a folder", path, "unpack an archive into a folder first");
        }

        var tree = new Tree();
        if (OperatingSystem.IsLinux())
            FolderReader.Read(tree.Root, path, options ?? new());
        else
            PortableFolderReader.Read(tree.Root, path, options ?? new());
        return tree;
    }

    /// <summary>Adds a file, and its parent folders.</summary>
    public TreeEntry AddFile(string path, Content content, EntryAttributes? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Add(path, EntryKind.File, content, attributes);
    }

    /// <summary>
    /// Adds a folder, and its parent folders. An existing folder is kept, and gets the given attributes.
    /// </summary>
    public TreeEntry AddFolder(string path, EntryAttributes? attributes = null)
    {
        var (folder, name) = FolderOf(path);
        return folder.AddFolder(name, attributes);
    }

    /// <summary>Adds a symbolic link, whose target need not exist.</summary>
    public TreeEntry AddLink(string path, string target, EntryAttributes? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(target);
        return target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal) && ByteText.IsValid(target)
            ? Add(path, EntryKind.Link, target, attributes)
            : throw Failure.Of(ImageFaults.EntryName, $"the target of a link is empty, or contains NUL or half a surrogate pair", path);
    }

    /// <summary>Adds another name of a file, with the same bytes and attributes.</summary>
    public TreeEntry AddHardLink(string path, TreeEntry original)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(original);

        var (folder, name) = FolderOf(path);
        return folder.AddHardLink(name, original);
    }

    /// <summary>Adds a device.</summary>
    public TreeEntry AddDevice(string path, EntryKind kind, DeviceNumber number, EntryAttributes? attributes = null) =>
        kind is EntryKind.BlockDevice or EntryKind.CharacterDevice
            ? Add(path, kind, number, attributes)
            : throw new ArgumentException($"{kind} is not a kind of device", nameof(kind));

    /// <summary>Adds a pipe.</summary>
    public TreeEntry AddPipe(string path, EntryAttributes? attributes = null) => Add(path, EntryKind.Pipe, value: null, attributes);

    /// <summary>Adds a socket.</summary>
    public TreeEntry AddSocket(string path, EntryAttributes? attributes = null) => Add(path, EntryKind.Socket, value: null, attributes);

    /// <summary>The entry at a path, by its exact name; null if there is none.</summary>
    public TreeEntry? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        TreeEntry? entry = Root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            entry = entry?.Find(name);
        return entry;
    }

    /// <summary>Everything in it, each folder before its content, sorted by name.</summary>
    public IEnumerable<TreeEntry> Walk() => Root.Walk();

    private TreeEntry Add(string path, EntryKind kind, object? value, EntryAttributes? attributes)
    {
        var (folder, name) = FolderOf(path);
        return folder.Add(name, kind, value, attributes);
    }

    private (TreeEntry Folder, string Name) FolderOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);

        // A leading slash is allowed.
        string[] names = path.TrimStart('/').Split('/');
        var folder = Root;
        foreach (string name in names.AsSpan(..^1))
            folder = folder.AddFolder(name);
        return (folder, names[^1]);
    }
}
