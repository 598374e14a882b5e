using System.Collections.Concurrent;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Writes a tree below a folder of the host, on Linux, whatever others do there meanwhile: each folder is opened by a path that no link can
/// lead away, and everything in it is made by name in the open folder. Files are written by several threads; then come other names of
/// files, and at last the folders' own attributes, the deepest first.
/// </summary>
internal sealed partial class FolderWriter : IDisposable
{
    private readonly HostFolder _root;
    private readonly FolderWriteOptions _options;
    private readonly bool _keepOwners;
    private readonly IProgress<long>? _progress;
    private readonly FileCrew _crew;

    private readonly List<string> _skipped = [];
    private readonly ConcurrentQueue<string> _xattrs = new();

    // Where the first name of a file with several was made.
    private readonly Dictionary<TreeEntry, (string Folder, byte[] Name)> _firstNames = [];
    private readonly List<(TreeEntry Link, string Folder)> _otherNames = [];
    private readonly List<(TreeEntry Folder, string Path)> _folders = [];

    private int _entries;
    private long _bytes;

    private FolderWriter(HostFolder root, FolderWriteOptions options, IProgress<long>? progress)
    {
        (_root, _options, _progress) = (root, options, progress);
        _keepOwners = options.KeepOwners ?? Libc.geteuid() == 0;
        _crew = new(this);
    }

    public static FolderSummary Write(Tree tree, string path, FolderWriteOptions options, IProgress<long>? progress)
    {
        using var root = HostFolder.Open(path);
        using var writer = new FolderWriter(root, options, progress);
        writer.MakeAll(tree.Root, "");
        writer._crew.Finish();
        writer.MakeOtherNames();
        writer.FinishFolders();
        return new(writer._entries, writer._bytes, writer._skipped, [.. writer._xattrs.Order(StringComparer.Ordinal)]);
    }

    public void Dispose() => _crew.Dispose();

    private void MakeAll(TreeEntry folder, string path)
    {
        // Files that wait keep the folder open.
        var host = new SharedFolder(path.Length == 0 ? _root : _root.OpenFolder(path), isOwner: path.Length > 0);
        var files = new List<TreeEntry>();
        var children = folder.Sorted();
        foreach (var entry in children)
        {
            _crew.ThrowIfFailed();
            Make(entry, host, path, files);
        }

        _crew.Write(host, files);
        host.Release();
        foreach (var child in children)
        {
            if (!child.IsFolder)
                continue;
            string below = path.Length == 0 ? child.Name : $"{path}/{child.Name}";
            _folders.Add((child, below));
            MakeAll(child, below);
        }
    }

    private void Make(TreeEntry entry, SharedFolder host, string path, List<TreeEntry> files)
    {
        byte[] name = ByteText.Encode(entry.Name);
        if (entry.File.HasOtherNames && !_firstNames.TryAdd(entry.File, (path, name)))
        {
            _otherNames.Add((entry, path));
            return;
        }

        _entries++;
        var attributes = entry.Attributes;
        switch (entry.File.Kind)
        {
            case EntryKind.Folder:
                host.Folder.MakeFolder(name);
                break;
            case EntryKind.Link:
                host.Folder.MakeLink(name, ByteText.Encode(entry.Target!));
                host.Folder.SetAttributes(name, mode: null, OwnerOf(attributes), TimeOf(attributes));
                break;
            case EntryKind.File:
                files.Add(entry);
                _bytes += entry.Content!.Length;
                break;
            case EntryKind.Socket:
                Skip(entry);
                break;
            default:
                if (MakeNode(host.Folder, name, entry))
                    host.Folder.SetAttributes(name, (uint)entry.Mode, OwnerOf(attributes), TimeOf(attributes));
                else
                    Skip(entry);
                break;
        }
    }

    private static bool MakeNode(HostFolder host, byte[] name, TreeEntry entry)
    {
        var kind = entry.File.Kind switch
        {
            EntryKind.BlockDevice => FileKind.BlockDevice,
            EntryKind.CharacterDevice => FileKind.CharacterDevice,
            _ => FileKind.Pipe,
        };
        var device = entry.Device ?? default;
        return host.MakeNode(name, kind, device.Major, device.Minor);
    }

    private void Skip(TreeEntry entry)
    {
        _entries--;
        _firstNames.Remove(entry.File);
        _skipped.Add(entry.Path);
    }

    private void MakeOtherNames()
    {
        foreach (var (link, path) in _otherNames)
        {
            if (!_firstNames.TryGetValue(link.File, out var first))
            {
                Skip(link);
                continue;
            }

            using var from = OpenFolder(first.Folder);
            using var to = OpenFolder(path);
            to.Folder.MakeHardLink(ByteText.Encode(link.Name), from.Folder, first.Name);
            _entries++;
        }
    }

    private void FinishFolders()
    {
        for (int i = _folders.Count - 1; i >= 0; i--)
        {
            var (folder, path) = _folders[i];
            using var host = OpenFolder(path);
            var attributes = folder.Attributes;
            Note(path, host.Folder.SetAttributes((uint)folder.Mode, OwnerOf(attributes), TimeOf(attributes), XattrsOf(attributes)));
        }
    }

    private SharedFolder OpenFolder(string path) => new(path.Length == 0 ? _root : _root.OpenFolder(path), isOwner: path.Length > 0);

    private (uint User, uint Group)? OwnerOf(EntryAttributes attributes) => _keepOwners ? (attributes.User, attributes.Group) : null;

    private static (long Seconds, int Nanoseconds)? TimeOf(EntryAttributes attributes) =>
        attributes.Time is { } time ? (time.Seconds, time.Nanoseconds) : null;

    private IReadOnlyDictionary<string, byte[]> XattrsOf(EntryAttributes attributes) =>
        _options.KeepXattrs ? attributes.Xattrs : EntryAttributes.Usual.Xattrs;

    private void Note(string path, IEnumerable<string> failed)
    {
        foreach (string name in failed)
            _xattrs.Enqueue($"{path}: {name}");
    }
}
