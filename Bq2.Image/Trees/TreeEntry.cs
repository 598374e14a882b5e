namespace Bq2.Image;

/// <summary>A file, a folder or something else in a <see cref="Tree"/>.</summary>
public sealed partial class TreeEntry
{
    private const int UsualFolderMode = 0x1ed, UsualLinkMode = 0x1ff, UsualMode = 0x1a4;   // 0755, 0777, 0644

    // Longer than any path that Linux takes; walking down to it needs little of the stack.
    private const int MaxDepth = 2048;

    private readonly TreeEntry? _parent;
    private readonly int _depth;
    private readonly Dictionary<string, TreeEntry>? _children;

    // Depends on the kind: a file's content, a link's target, a hard link's original, or a device's number.
    private readonly object? _value;

    private EntryAttributes _attributes;

    // The sorted children, made on demand and dropped when one is added.
    private TreeEntry[]? _sorted;

    private TreeEntry(string name, TreeEntry? parent, EntryKind kind, object? value, EntryAttributes? attributes)
    {
        (Name, _parent, Kind, _value, _attributes) = (name, parent, kind, value, attributes ?? EntryAttributes.Usual);
        _depth = parent is null ? 0 : parent._depth + 1;
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

    /// <summary>Its attributes; all names of a file have the same ones.</summary>
    public EntryAttributes Attributes
    {
        get => Original?._attributes ?? _attributes;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            (Original ?? this)._attributes = value;
        }
    }

    /// <summary>The given mode, or the default of its kind.</summary>
    public int Mode => Attributes.Mode ?? File.Kind switch
    {
        EntryKind.Folder => UsualFolderMode,
        EntryKind.Link => UsualLinkMode,
        _ => UsualMode,
    };

    /// <summary>The bytes of a file, or of a hard link's original; null for anything else.</summary>
    public Content? Content => _value as Content ?? Original?.Content;

    /// <summary>The target of a symbolic link; null for anything else.</summary>
    public string? Target => _value as string ?? Original?.Target;

    /// <summary>
    /// The original of a hard link; null for anything else. It may have been removed from the tree since, or come later in it: take the
    /// first of a file's names that you meet.
    /// </summary>
    public TreeEntry? Original => _value as TreeEntry;

    /// <summary>The number of a device; null for anything else.</summary>
    public DeviceNumber? Device => _value as DeviceNumber? ?? Original?.Device;

    /// <summary>The entry that stands for all names of a file: the original of a hard link, else the entry itself.</summary>
    internal TreeEntry File => Original ?? this;

    /// <summary>Whether hard links to it were made; some may have been removed since.</summary>
    internal bool HasOtherNames { get; private set; }

    /// <summary>The path on the host that it was read from, for messages; null if not known.</summary>
    internal string? Origin { get; init; }

    /// <summary>The folder it is in; null for the root.</summary>
    internal TreeEntry? Parent => _parent;

    internal static TreeEntry NewRoot() => new("", parent: null, EntryKind.Folder, value: null, attributes: null);

    /// <summary>A folder with the attributes of this one that is called ".", as archives call their root.</summary>
    internal TreeEntry AsDot() => new(".", parent: null, EntryKind.Folder, value: null, Attributes);

    /// <summary>The failure for a kind of entry that a file system cannot store.</summary>
    internal Efi.FaultException NotIn(string fileSystem)
    {
        string kind = File.Kind switch
        {
            EntryKind.Link => "symbolic links",
            EntryKind.Pipe => "pipes",
            EntryKind.Socket => "sockets",
            _ => "devices",
        };
        return Failure.Of(ImageFaults.EntryKind, $"{fileSystem} cannot store {kind}", Origin ?? Path,
            "replace it with a regular file, or leave it out");
    }

    private string PathOf(string child) => _parent is null ? child : string.Concat(Path, "/", child);
}
