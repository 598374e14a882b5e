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

    internal TreeEntry AddHardLink(string name, TreeEntry original)
    {
        // If the original is a hard link itself, use its original.
        var file = original.Original ?? original;
        if (file.IsFolder)
            throw new ArgumentException("a folder cannot have hard links", nameof(original));
        var link = Add(name, EntryKind.HardLink, file, attributes: null);
        file.HasOtherNames = true;
        return link;
    }

    /// <summary>Removes a child; false if there is none of this name.</summary>
    internal bool Remove(string name)
    {
        _sorted = null;
        return _children?.Remove(name) ?? false;
    }

    /// <summary>Removes all children.</summary>
    internal void Clear()
    {
        _sorted = null;
        _children?.Clear();
    }

    /// <summary>Everything below, each folder before its content.</summary>
    internal IEnumerable<TreeEntry> Walk()
    {
        var open = new Stack<(TreeEntry[] Children, int Next)>();
        open.Push((Sorted(), 0));
        while (open.TryPop(out var top))
        {
            if (top.Next == top.Children.Length)
                continue;

            var child = top.Children[top.Next];
            open.Push((top.Children, top.Next + 1));
            yield return child;
            if (child.IsFolder)
                open.Push((child.Sorted(), 0));
        }
    }

    /// <summary>Copies the entry, without a folder's content, into a folder of another tree. A hard link becomes a file.</summary>
    internal TreeEntry CopyTo(TreeEntry folder, string? name = null) => IsFolder
        ? folder.AddFolder(name ?? Name, Attributes)
        : folder.Add(name ?? Name, File.Kind, File._value, Attributes, Origin);

    /// <summary>The order of children: that of their names' bytes.</summary>
    internal static int CompareNames(TreeEntry one, TreeEntry other) =>
        ByteText.HasSurrogates(one.Name) || ByteText.HasSurrogates(other.Name)
            ? ByteText.Encode(one.Name).AsSpan().SequenceCompareTo(ByteText.Encode(other.Name))
            : string.CompareOrdinal(one.Name, other.Name);

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
        if (_depth == MaxDepth)
            throw Failure.Of(ImageFaults.TreeTooDeep, $"folders are nested more than {MaxDepth:N0} deep", PathOf(name));
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny('\0', '/') || !ByteText.IsValid(name))
        {
            throw Failure.Of(ImageFaults.EntryName,
                $"a name is not empty, \".\" or \"..\", and does not contain \"/\", NUL or half a surrogate pair", PathOf(name));
        }
    }
}
