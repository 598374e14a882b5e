namespace Bq2.Image;

public sealed partial class TreeEntry
{
    /// <summary>
    /// The content of a folder, sorted by the bytes of the names, so that the order in which a program or a file system lists its files
    /// leaves no trace; empty for anything else.
    /// </summary>
    public IReadOnlyList<TreeEntry> Children => Sorted();

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
}
