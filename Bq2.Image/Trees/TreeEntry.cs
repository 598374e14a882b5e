namespace Bq2.Image;

/// <summary>A file, a folder or something else in a <see cref="Tree"/>.</summary>
public sealed class TreeEntry
{
    private const int UsualFolderMode = 0x1ed, UsualLinkMode = 0x1ff, UsualMode = 0x1a4;   // 0755, 0777, 0644

    private readonly TreeEntry? _parent;
    private readonly Dictionary<string, TreeEntry>? _children;

    // What the kind needs: a file's content, a link's target, a hard link's original, or a device's number.
    private readonly object? _value;

    // The children by name, once somebody asked; gone again when one is added.
    private TreeEntry[]? _sorted;

    private TreeEntry(string name, TreeEntry? parent, EntryKind kind, object? value, EntryAttributes? attributes)
    {
        (Name, _parent, Kind, _value, Attributes) = (name, parent, kind, value, attributes ?? EntryAttributes.Usual);
        _children = kind == EntryKind.Folder ? new(StringComparer.Ordinal) : null;
    }

    /// <summary>The name; bytes that are not UTF-8 are as <see cref="ByteText"/> has them.</summary>
    public string Name { get; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public string Path => _parent?.PathOf(Name) ?? "";

    /// <summary>What it is.</summary>
    public EntryKind Kind { get; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Kind == EntryKind.Folder;

    /// <summary>What it has besides its name and its bytes.</summary>
    public EntryAttributes Attributes { get; private set; }

    /// <summary>The mode that was given, or else the usual one of the kind.</summary>
    public int Mode => Attributes.Mode ?? Kind switch
    {
        EntryKind.Folder => UsualFolderMode,
        EntryKind.Link => UsualLinkMode,
        _ => UsualMode,
    };

    /// <summary>The bytes of a file, or of the file that a hard link is another name of; null for all else.</summary>
    public Content? Content => _value as Content ?? Original?.Content;

    /// <summary>Where a symbolic link leads; null for all else.</summary>
    public string? Target => _value as string;

    /// <summary>What a hard link is another name of; null for all else.</summary>
    public TreeEntry? Original => _value as TreeEntry;

    /// <summary>Null for what is not a device.</summary>
    public DeviceNumber? Device => _value as DeviceNumber?;

    /// <summary>
    /// What is in a folder, by the order of the names' bytes, so that the order in which a program or a file system names its
    /// files leaves no trace; nothing is in anything else.
    /// </summary>
    public IReadOnlyList<TreeEntry> Children => Sorted();

    /// <summary>The path on this machine that it was read from, for messages; null where that is not known.</summary>
    internal string? Origin { get; init; }

    internal static TreeEntry NewRoot() => new("", parent: null, EntryKind.Folder, value: null, attributes: null);

    internal TreeEntry[] Sorted() => _children is null ? [] : _sorted ??= Sort(_children);

    internal TreeEntry? Find(string name) => _children?.GetValueOrDefault(name);

    internal TreeEntry Add(string name, EntryKind kind, object? value, EntryAttributes? attributes, string? origin = null)
    {
        CheckChild(name);
        var entry = new TreeEntry(name, this, kind, value, attributes) { Origin = origin };
        if (!_children!.TryAdd(name, entry))
            throw Failure.Of(ImageFaults.NameTaken, $"an entry with this name already exists", entry.Path);
        _sorted = null;
        return entry;
    }

    internal TreeEntry AddFolder(string name, EntryAttributes? attributes = null)
    {
        if (Find(name) is not { } there)
            return Add(name, EntryKind.Folder, value: null, attributes);
        if (!there.IsFolder)
            throw Failure.Of(ImageFaults.NameTaken, $"a file with this name already exists, so it cannot be a folder", there.Path);
        there.Attributes = attributes ?? there.Attributes;
        return there;
    }

    /// <summary>The same thing under a path of another tree.</summary>
    internal TreeEntry CopyTo(TreeEntry folder) =>
        IsFolder ? folder.AddFolder(Name, Attributes) : folder.Add(Name, Kind, _value, Attributes, Origin);

    /// <summary>Refuses what a file system has no place for, by the name of the kind.</summary>
    internal Efi.FaultException NotIn(string fileSystem)
    {
        string kind = Kind switch
        {
            EntryKind.Link => "symbolic links",
            EntryKind.Pipe => "pipes",
            EntryKind.Socket => "sockets",
            _ => "devices",
        };
        return Failure.Of(ImageFaults.EntryKind, $"{fileSystem} has no {kind}", Origin ?? Path,
            "put a regular file in its place, or leave it out");
    }

    /// <summary>Names without surrogates have the same order as UTF-16 units and as bytes.</summary>
    private static TreeEntry[] Sort(Dictionary<string, TreeEntry> children)
    {
        TreeEntry[] sorted = [.. children.Values];
        string[] names = [.. children.Keys];
        if (!Array.Exists(names, ByteText.HasSurrogates))
            Array.Sort(names, sorted, StringComparer.Ordinal);
        else
        {
            Array.Sort(Array.ConvertAll(names, ByteText.Encode),
                sorted, Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));
        }

        return sorted;
    }

    private void CheckChild(string name)
    {
        if (!IsFolder)
            throw Failure.Of(ImageFaults.NameTaken, $"this is a file, so there can be nothing in it", Path);
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('\0', '/') || !ByteText.IsValid(name))
        {
            throw Failure.Of(ImageFaults.EntryName,
                $"a name is not empty, \".\" or \"..\", and has no \"/\", NUL or half a surrogate pair in it", PathOf(name));
        }
    }

    private string PathOf(string child) => _parent is null ? child : string.Concat(Path, "/", child);
}
