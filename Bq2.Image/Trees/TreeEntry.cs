namespace Bq2.Image;

/// <summary>A folder or a file in a <see cref="Tree"/>.</summary>
public sealed class TreeEntry
{
    private readonly TreeEntry? _parent;
    private readonly Dictionary<string, TreeEntry>? _children;

    // The children by name, once somebody asked; gone again when one is added.
    private TreeEntry[]? _sorted;

    private TreeEntry(string name, TreeEntry? parent, Content? content, DateTimeOffset? time)
    {
        (Name, _parent, Content, Time) = (name, parent, content, time);
        _children = content is null ? new(StringComparer.Ordinal) : null;
    }

    public string Name { get; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public string Path => _parent?.PathOf(Name) ?? "";

    /// <summary>A file's bytes; null for a folder.</summary>
    public Content? Content { get; }

    /// <summary>When it was changed last; null leaves that to the file system's plan.</summary>
    public DateTimeOffset? Time { get; private set; }

    public bool IsFolder => _children is not null;

    /// <summary>
    /// What is in a folder, by ordinal order of the names, so that the order in which a program or a file system names its
    /// files leaves no trace; nothing is in a file.
    /// </summary>
    public IReadOnlyList<TreeEntry> Children => Sorted();

    internal static TreeEntry NewRoot() => new("", parent: null, content: null, time: null);

    internal TreeEntry[] Sorted()
    {
        if (_children is null)
            return [];
        if (_sorted is not null)
            return _sorted;

        string[] names = [.. _children.Keys];
        _sorted = [.. _children.Values];
        Array.Sort(names, _sorted, StringComparer.Ordinal);
        return _sorted;
    }

    internal TreeEntry? Find(string name) => _children?.GetValueOrDefault(name);

    internal TreeEntry AddFile(string name, Content content, DateTimeOffset? time)
    {
        CheckChild(name);
        var file = new TreeEntry(name, this, content, time);
        if (!_children!.TryAdd(name, file))
            throw Failure.Of(ImageFaults.NameTaken, $"there is something of this name already", file.Path);
        _sorted = null;
        return file;
    }

    internal TreeEntry AddFolder(string name, DateTimeOffset? time = null)
    {
        if (Find(name) is { IsFolder: true } folder)
        {
            folder.Time = time ?? folder.Time;
            return folder;
        }

        CheckChild(name);
        folder = new TreeEntry(name, this, content: null, time);
        if (!_children!.TryAdd(name, folder))
            throw Failure.Of(ImageFaults.NameTaken, $"there is a file of this name already, so it cannot be a folder", folder.Path);
        _sorted = null;
        return folder;
    }

    private void CheckChild(string name)
    {
        if (!IsFolder)
            throw Failure.Of(ImageFaults.NameTaken, $"this is a file, so there can be nothing in it", Path);
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('\0', '/'))
            throw Failure.Of(ImageFaults.EntryName, $"a name is not empty, \".\" or \"..\", and has no \"/\" or NUL in it", PathOf(name));
    }

    private string PathOf(string child) => _parent is null ? child : string.Concat(Path, "/", child);
}
