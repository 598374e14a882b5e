using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Makes a tree from a folder on the host, looking at each entry once.</summary>
internal sealed class FolderReader(bool keepTimes)
{
    // Everything, including hidden files; anything unreadable is an error, never skipped.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    // Files with several names, by identity.
    private readonly Dictionary<(ulong Device, ulong Inode), TreeEntry> _named = [];

    public void AddAll(TreeEntry target, string folder)
    {
        // Sorted, so that the same name of a file always comes first.
        string[] paths = [.. Directory.EnumerateFileSystemEntries(Path.GetFullPath(folder), "*", s_everything)];
        Array.Sort(paths, StringComparer.Ordinal);
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            if (name.Contains('\ufffd', StringComparison.Ordinal))
            {
                throw Failure.Of(ImageFaults.EntryKind, $"this name is not UTF-8, so it cannot be read", path,
                    "rename it, or leave it out of the folder");
            }

            Add(target, name, path, FileStatus.Of(path, followLinks: false));
        }
    }

    private void Add(TreeEntry target, string name, string path, FileStatus status)
    {
        var attributes = new EntryAttributes { Mode = status.Mode, Time = keepTimes ? File.GetLastWriteTimeUtc(path) : null };
        switch (status.Kind)
        {
            case FileKind.Folder:
                AddAll(target.AddFolder(name, attributes), path);
                break;
            case FileKind.Regular:
                AddFile(target, name, path, status, attributes);
                break;
            case FileKind.Link:
                target.Add(name, EntryKind.Link, new FileInfo(path).LinkTarget, attributes, path);
                break;
            default:
                target.Add(name, KindOf(status.Kind),
                    status.DeviceNumber is { } number ? new DeviceNumber(number.Major, number.Minor) : null, attributes, path);
                break;
        }
    }

    private void AddFile(TreeEntry target, string name, string path, FileStatus status, EntryAttributes attributes)
    {
        if (!status.HasOtherNames || status.Identity is not { } identity)
            target.Add(name, EntryKind.File, Content.FromFile(path, 0, status.Length), attributes);
        else if (_named.TryGetValue(identity, out var original))
            target.Add(name, EntryKind.HardLink, original, original.Attributes, path);
        else
            _named.Add(identity, target.Add(name, EntryKind.File, Content.FromFile(path, 0, status.Length), attributes));
    }

    private static EntryKind KindOf(FileKind kind) => kind switch
    {
        FileKind.BlockDevice => EntryKind.BlockDevice,
        FileKind.CharacterDevice => EntryKind.CharacterDevice,
        FileKind.Pipe => EntryKind.Pipe,
        _ => EntryKind.Socket,
    };
}
