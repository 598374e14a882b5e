using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Makes a tree from a folder on the host, on Linux, looking at each entry once and following no link.</summary>
internal sealed class FolderReader(HostFolder root, FolderOptions options)
{
    private const int PermissionMask = EntryAttributes.ModeMask;

    // The unit in which Linux counts blocks, whatever the file system.
    private const int BlockLength = 512;

    // Files with several names, by identity.
    private readonly Dictionary<(uint Major, uint Minor, ulong Inode), TreeEntry> _named = [];

    public static void Read(TreeEntry target, string path, FolderOptions options)
    {
        // The contents of files keep it open.
        var root = HostFolder.Open(Path.GetFullPath(path));
        new FolderReader(root, options).AddAll(target, root, "");
    }

    private void AddAll(TreeEntry target, HostFolder folder, string path)
    {
        var names = folder.Names();

        // Sorted, so that the same name of a file always comes first.
        names.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        var folders = new List<TreeEntry>();
        foreach (byte[] name in names)
        {
            if (Add(target, folder, path, name) is { IsFolder: true } child)
                folders.Add(child);
        }

        // One folder is open at a time, however deep they lie.
        if (path.Length > 0)
            folder.Dispose();
        foreach (var child in folders)
        {
            string below = path.Length == 0 ? child.Name : $"{path}/{child.Name}";
            AddAll(child, root.OpenFolder(below), below);
        }
    }

    private TreeEntry Add(TreeEntry target, HostFolder folder, string path, byte[] bytes)
    {
        var status = folder.Status(bytes);
        string name = ByteText.Decode(bytes);
        var attributes = AttributesOf(status, folder, bytes);
        string? origin = status.Kind is FileKind.Regular or FileKind.Folder ? null : folder.Show(name);
        return status.Kind switch
        {
            FileKind.Regular => AddFile(target, path, name, status, attributes),
            FileKind.Folder => target.AddFolder(name, attributes),
            FileKind.Link => target.Add(name, EntryKind.Link, folder.LinkTarget(bytes), attributes, origin),
            FileKind.BlockDevice or FileKind.CharacterDevice =>
                target.Add(name, KindOf(status.Kind), new DeviceNumber(status.NodeMajor, status.NodeMinor), attributes, origin),
            _ => target.Add(name, KindOf(status.Kind), value: null, attributes, origin),
        };
    }

    private TreeEntry AddFile(TreeEntry target, string path, string name, in Statx status, EntryAttributes attributes)
    {
        var identity = (status.DeviceMajor, status.DeviceMinor, status.Inode);
        if (status.LinkCount > 1 && _named.TryGetValue(identity, out var original))
            return target.AddHardLink(name, original);

        bool mayHaveHoles = status.Blocks * BlockLength < status.Length;
        var file = target.Add(name, EntryKind.File, new FolderContent(root, path, name, (long)status.Length, mayHaveHoles), attributes);
        if (status.LinkCount > 1)
            _named.Add(identity, file);
        return file;
    }

    private EntryAttributes AttributesOf(in Statx status, HostFolder folder, byte[] name)
    {
        var attributes = new EntryAttributes
        {
            Mode = status.Mode & PermissionMask,
            Time = options.KeepTimes ? new(status.Modified.Seconds, (int)status.Modified.Nanoseconds) : null,
            User = options.KeepOwners ? status.UserId : 0,
            Group = options.KeepOwners ? status.GroupId : 0,
        };
        return options.KeepXattrs && folder.Xattrs(name, each => !FolderOptions.IsOfTheMachine(each)) is { } xattrs
            ? attributes with { Xattrs = xattrs }
            : attributes;
    }

    private static EntryKind KindOf(FileKind kind) => kind switch
    {
        FileKind.BlockDevice => EntryKind.BlockDevice,
        FileKind.CharacterDevice => EntryKind.CharacterDevice,
        FileKind.Pipe => EntryKind.Pipe,
        _ => EntryKind.Socket,
    };
}
