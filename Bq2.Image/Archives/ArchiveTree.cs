using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// A tree that is filled from an archive, whose paths are bytes that somebody else wrote. Leading slashes go, as with tar; ".." is refused;
/// of several entries with one path the last stays, as if the archive was unpacked in order. A path through a link that the archive brought
/// goes where the link leads inside the tree.
/// </summary>
internal sealed class ArchiveTree(int maxEntries)
{
    private const int MaxPath = 1 << 16;
    private const int MaxLinks = 40;

    private readonly Tree _tree = new();

    // Entries of one folder usually follow each other.
    private string _lastPath = "";
    private TreeEntry? _lastFolder;

    private int _entries;

    public Tree Tree => _tree;

    public void AddFolder(ReadOnlySpan<byte> path, EntryAttributes attributes)
    {
        var (folder, name) = PlaceOf(path);
        if (name.Length == 0)
            _tree.Root.Attributes = attributes;
        else if (folder.Find(name) is { IsFolder: true } there)
            there.Attributes = attributes;
        else
            Emptied(folder, name).AddFolder(name, attributes);
    }

    public void Add(ReadOnlySpan<byte> path, EntryKind kind, object? value, EntryAttributes attributes)
    {
        var (folder, name) = NamedPlaceOf(path);
        Emptied(folder, name).Add(name, kind, value, attributes);
    }

    public void AddHardLink(ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        var (targetFolder, targetName) = NamedPlaceOf(target);
        if (targetFolder.Find(targetName) is not { IsFolder: false } original)
        {
            throw Failure.Of(TreeFaults.ArchiveLink,
                $"\"{ByteText.Decode(path)}\" is another name of \"{ByteText.Decode(target)}\", which is no file before it in the archive");
        }

        var (folder, name) = NamedPlaceOf(path);
        if (folder.Find(name) is { } there && there.File == original.File)
            return;
        Emptied(folder, name).AddHardLink(name, original);
    }

    private (TreeEntry Folder, string Name) NamedPlaceOf(ReadOnlySpan<byte> path) => PlaceOf(path) is { Name.Length: > 0 } place
        ? place
        : throw BadName(path, "stands for the root, and is not a folder");

    private (TreeEntry Folder, string Name) PlaceOf(ReadOnlySpan<byte> path)
    {
        if (++_entries > maxEntries)
            throw Failure.Of(TreeFaults.ArchiveTooMuch, $"the archive has more than {maxEntries:N0} entries");
        if (path.Length > MaxPath)
            throw BadName(path[..100], FormattableString.Invariant($"… has {path.Length:N0} bytes; at most {MaxPath:N0} are taken"));

        string text = ByteText.Decode(path).TrimEnd('/');
        while (text.EndsWith("/.", StringComparison.Ordinal))
            text = text[..^2].TrimEnd('/');
        int slash = text.LastIndexOf('/');
        string above = text[..Math.Max(0, slash)], name = text[(slash + 1)..];
        return name switch
        {
            "" or "." => (_tree.Root, ""),
            ".." => throw BadName(path, "leads up"),
            _ => (FolderAt(above), name),
        };
    }

    private TreeEntry FolderAt(string path)
    {
        if (_lastFolder is null || path != _lastPath)
            (_lastFolder, _lastPath) = (Follow(_tree.Root, path, MaxLinks, isOfLink: false), path);
        return _lastFolder;
    }

    private TreeEntry Follow(TreeEntry folder, string path, int links, bool isOfLink)
    {
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && !isOfLink)
                throw BadName(ByteText.Encode(path), "leads up");
            folder = part == ".." ? folder.Parent ?? folder : folder.Find(part) switch
            {
                { Kind: EntryKind.Link, Target: { } target } when links > 0 =>
                    Follow(target[0] == '/' ? _tree.Root : folder, target, links - 1, isOfLink: true),
                _ => folder.AddFolder(part),
            };
        }

        return folder;
    }

    private TreeEntry Emptied(TreeEntry folder, string name)
    {
        if (folder.Find(name) is { Kind: EntryKind.Folder or EntryKind.Link })
            _lastFolder = null;
        folder.Remove(name);
        return folder;
    }

    private static FaultException BadName(ReadOnlySpan<byte> path, string why) =>
        Failure.Of(TreeFaults.ArchiveName, $"the name \"{ByteText.Decode(path)}\" {why}");
}
