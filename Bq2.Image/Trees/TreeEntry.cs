namespace Bq2.Image;

/// <summary>A file, a folder or something else in a <see cref="Tree"/>.</summary>
public sealed class TreeEntry
{
    private const int UsualFolderMode = 0x1ed, UsualLinkMode = 0x1ff, UsualMode = 0x1a4;   // 0755, 0777, 0644

    private readonly TreeEntry? _parent;
    private readonly Dictionary<string, TreeEntry>? _children;

    // Depends on the kind: a file's content, a link's target, a hard link's original, or a device's number.
    private readonly object? _value;

    // The sorted children, made on demand and dropped when one is added.
    private TreeEntry[]? _sorted;

    private TreeEntry(string name, TreeEntry? parent, EntryKind kind, object? value, EntryAttributes? attributes)
    {
        (Name, _parent, Kind, _value, Attributes) = (name, parent, kind, value, attributes ?? EntryAttributes.Usual);
        _children = kind == EntryKind.Folder ? new(StringComparer.Ordinal) : null;
    }

    /// <summary>The name; bytes that are not UTF-8 are encoded by <see cref="ByteText"/>.</summary>
    public string Name { get; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public string Path => _parent?.PathOf(Name) ?? "";

    /// <summary>The kind of entry.</summary>
    public EntryKind Kind { get; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Kind == EntryKind.Folder;

    /// <summary>Its attributes.</summary>
    public EntryAttributes Attributes { get; private set; }

    /// <summary>The given mode, or the default of its kind.</summary>
    public int Mode => Attributes.Mode ?? Kind switch
    {
        EntryKind.Folder => UsualFolderMode,
        EntryKind.Link => UsualLinkMode,
        _ => UsualMode,
    };

    /// <summary>The bytes of a file, or of a hard link's original; null for anything else.</summary>
    public Content? Content => _value as Content ?? Original?.Content;

    /// <summary>The target of a symbolic link; null for anything else.</summary>
    public string? Target => _value as string;

    /// <summary>The original of a hard link; null for anything else.</summary>
    public TreeEntry? Original => _value as TreeEntry;

    /// <summary>The number of a device; null for anything else.</summary>
    public DeviceNumber? Device => _value as DeviceNumber?;

    /// <summary>
    /// The content of a folder, sorted by the bytes of the names, so that the order in which a program or a file system lists its files
    /// leaves no trace; empty for anything else.
    /// </summary>
    public IReadOnlyList<TreeEntry> Children => Sorted();

    /// <summary>The path on the host that it was read from, for messages; null if not known.</summary>
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

    /// <summary>Copies the entry to a path in another tree.</summary>
    internal TreeEntry CopyTo(TreeEntry folder) =>
        IsFolder ? folder.AddFolder(Name, Attributes) : folder.Add(Name, Kind, _value, Attributes, Origin);

    /// <summary>The failure for a kind of entry that a file system cannot store.</summary>
    internal Efi.FaultException NotIn(string fileSystem)
    {
        string kind = Kind switch
        {
            EntryKind.Link => "symbolic links",
            EntryKind.Pipe => "pipes",
            EntryKind.Socket => "sockets",
            _ => "devices",
        };
        return Failure.Of(ImageFaults.EntryKind, $"{fileSystem} cannot store {kind}", Origin ?? Path,
            "replace it with a regular file, or leave it out");
    }

    /// <summary>Without surrogates, sorting by UTF-16 units and by bytes gives the same order.</summary>
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
            throw Failure.Of(ImageFaults.NameTaken, $"this is a file, so it cannot contain anything", Path);
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('\0', '/') || !ByteText.IsValid(name))
        {
            throw Failure.Of(ImageFaults.EntryName,
                $"a name is not empty, \".\" or \"..\", and does not contain \"/\", NUL or half a surrogate pair", PathOf(name));
        }
    }

    private string PathOf(string child) => _parent is null ? child : string.Concat(Path, "/", child);
}
