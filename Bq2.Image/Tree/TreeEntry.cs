namespace Bq2.Image;

/// <summary>A folder or a file in a <see cref="Tree"/>.</summary>
public sealed class TreeEntry
{
    // Sorted, so that the order in which a program or a file system names its files leaves no trace.
    private readonly SortedDictionary<string, TreeEntry>? _children;

    private TreeEntry(string name, string path, Content? content, DateTimeOffset? time)
    {
        (Name, Path, Content, Time) = (name, path, content, time);
        _children = content is null ? new(StringComparer.Ordinal) : null;
    }

    public string Name { get; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public string Path { get; }

    /// <summary>A file's bytes; null for a folder.</summary>
    public Content? Content { get; }

    /// <summary>When it was changed last; null leaves that to the file system's plan.</summary>
    public DateTimeOffset? Time { get; private set; }

    public bool IsFolder => _children is not null;

    /// <summary>What is in a folder, by ordinal order of the names; nothing is in a file.</summary>
    public IReadOnlyCollection<TreeEntry> Children => _children?.Values ?? (IReadOnlyCollection<TreeEntry>)[];

    internal static TreeEntry NewRoot() => new("", "", content: null, time: null);

    internal TreeEntry? Find(string name) => _children?.GetValueOrDefault(name);

    internal TreeEntry AddFile(string name, Content content, DateTimeOffset? time)
    {
        var file = NewChild(name, content, time);
        if (!_children!.TryAdd(name, file))
            throw Failure.Of("IMG004", $"there is something of this name already", file.Path);
        return file;
    }

    internal TreeEntry AddFolder(string name, DateTimeOffset? time = null)
    {
        if (Find(name) is { IsFolder: true } folder)
        {
            folder.Time = time ?? folder.Time;
            return folder;
        }

        folder = NewChild(name, content: null, time);
        if (!_children!.TryAdd(name, folder))
            throw Failure.Of("IMG004", $"there is a file of this name already, so it cannot be a folder", folder.Path);
        return folder;
    }

    private TreeEntry NewChild(string name, Content? content, DateTimeOffset? time)
    {
        string path = Path.Length == 0 ? name : $"{Path}/{name}";
        if (!IsFolder)
            throw Failure.Of("IMG004", $"this is a file, so there can be nothing in it", Path);
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('\0', '/'))
            throw Failure.Of("IMG003", $"a name is not empty, \".\" or \"..\", and has no \"/\" or NUL in it", path);
        return new(name, path, content, time);
    }
}
