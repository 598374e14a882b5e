using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// The folders and files that a file system is made of, before there is one. What order they are added in does not
/// matter: everybody who walks the tree finds it sorted by name.
/// </summary>
public sealed class Tree
{
    public TreeEntry Root { get; } = TreeEntry.NewRoot();

    /// <summary>
    /// A folder of this machine with all that is in it. Symbolic links and special files are a fault, because a
    /// file system without them would silently be something else.
    /// </summary>
    /// <param name="path">The folder, which becomes the tree's root.</param>
    /// <param name="keepTimes">Take the files' times along; without, the same files make the same tree anywhere.</param>
    public static Tree FromFolder(string path, bool keepTimes = false)
    {
        var kind = FileStatus.Of(path).Kind;
        if (kind == FileKind.Missing && FileStatus.Of(path, followLinks: false).Kind == FileKind.Link)
            throw NamedFile.Missing(path);
        if (kind is not (FileKind.Folder or FileKind.Missing))
            throw Failure.Of(ImageFaults.NotAFolder, $"this is not a folder", path, "only a folder can be taken; unpack an archive into one");

        var tree = new Tree();
        FolderReader.AddAll(tree.Root, path, keepTimes);
        return tree;
    }

    /// <summary>Adds a file, and the folders on the way to it.</summary>
    public TreeEntry AddFile(string path, Content content, DateTimeOffset? time = null)
    {
        var (folder, name) = FolderOf(path);
        return folder.AddFile(name, content, time);
    }

    /// <summary>Adds a folder, and the folders on the way to it. One that is there already stays.</summary>
    public TreeEntry AddFolder(string path, DateTimeOffset? time = null)
    {
        var (folder, name) = FolderOf(path);
        return folder.AddFolder(name, time);
    }

    /// <summary>The entry at a path, by its exact name; null where there is none.</summary>
    public TreeEntry? Find(string path)
    {
        TreeEntry? entry = Root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            entry = entry?.Find(name);
        return entry;
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
