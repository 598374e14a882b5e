using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// What a file system is made of, before there is one: folders, files, links and devices with their attributes, none of which needs
/// any privilege. The order in which they are added does not matter: everybody who walks the tree finds it sorted by name.
/// </summary>
/// <example>
/// <code>
/// var tree = new Tree();
/// tree.AddFile("etc/hostname", Content.FromBytes("bq2\n"u8.ToArray()));
/// tree.AddLink("etc/mtab", "/proc/self/mounts");
/// tree.AddDevice("dev/console", EntryKind.CharacterDevice, new(5, 1), new() { Mode = 0x180 });   // 0600
/// </code>
/// </example>
public sealed class Tree
{
    /// <summary>The folder that everything is in.</summary>
    public TreeEntry Root { get; } = TreeEntry.NewRoot();

    /// <summary>
    /// A folder of this machine with all that is in it: links as links, further names of a file as hard links, devices as devices.
    /// Whoever writes the tree refuses what its file system cannot hold. Everything belongs to root.
    /// </summary>
    /// <param name="path">The folder, which becomes the tree's root.</param>
    /// <param name="keepTimes">Take the files' times along; without, the same files make the same tree anywhere.</param>
    public static Tree FromFolder(string path, bool keepTimes = false)
    {
        var kind = FileStatus.Of(path).Kind;
        if (kind == FileKind.Missing && FileStatus.Of(path, followLinks: false).Kind == FileKind.Link)
            throw NamedFile.Missing(path);
        if (kind is not (FileKind.Folder or FileKind.Missing))
        {
            throw Failure.Of(ImageFaults.NotAFolder,
                $"this is not a folder", path, "only a folder can be taken; unpack an archive into one");
        }

        var tree = new Tree();
        new FolderReader(keepTimes).AddAll(tree.Root, path);
        return tree;
    }

    /// <summary>Adds a file, and the folders on the way to it.</summary>
    public TreeEntry AddFile(string path, Content content, EntryAttributes? attributes = null) =>
        Add(path, EntryKind.File, content, attributes);

    /// <summary>
    /// Adds a folder, and the folders on the way to it. One that is there already stays, and gets the attributes that are given.
    /// </summary>
    public TreeEntry AddFolder(string path, EntryAttributes? attributes = null)
    {
        var (folder, name) = FolderOf(path);
        return folder.AddFolder(name, attributes);
    }

    /// <summary>Adds a symbolic link, which need not lead anywhere.</summary>
    public TreeEntry AddLink(string path, string target, EntryAttributes? attributes = null) =>
        target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal) && ByteText.IsValid(target)
            ? Add(path, EntryKind.Link, target, attributes)
            : throw Failure.Of(ImageFaults.EntryName, $"the target of a link is empty, or has NUL or half a surrogate pair in it", path);

    /// <summary>Adds another name of a file, which has its bytes and its attributes.</summary>
    public TreeEntry AddHardLink(string path, TreeEntry original)
    {
        // Of another name of the same file it is the original that counts.
        var file = original.Original ?? original;
        return file.IsFolder
            ? throw new ArgumentException("a folder has only one name", nameof(original))
            : Add(path, EntryKind.HardLink, file, file.Attributes);
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

    /// <summary>The entry at a path, by its exact name; null where there is none.</summary>
    public TreeEntry? Find(string path)
    {
        TreeEntry? entry = Root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            entry = entry?.Find(name);
        return entry;
    }

    private TreeEntry Add(string path, EntryKind kind, object? value, EntryAttributes? attributes)
    {
        var (folder, name) = FolderOf(path);
        return folder.Add(name, kind, value, attributes);
    }

    private (TreeEntry Folder, string Name) FolderOf(string path)
    {
        // A path from the root may say so.
        string[] names = path.TrimStart('/').Split('/');
        var folder = Root;
        foreach (string name in names.AsSpan(..^1))
            folder = folder.AddFolder(name);
        return (folder, names[^1]);
    }
}
