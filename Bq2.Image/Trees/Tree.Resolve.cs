namespace Bq2.Image;

public sealed partial class Tree
{
    // As many links as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>
    /// The entry that a program would find at a path if the tree was its root: links are followed, and lead nowhere outside. Null if there
    /// is none.
    /// </summary>
    public TreeEntry? Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        int links = MaxLinks;
        return Resolve(Root, path, ref links);
    }

    private TreeEntry? Resolve(TreeEntry? at, string path, ref int links)
    {
        if (path.StartsWith('/'))
            at = Root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = name switch
            {
                "." => at,
                ".." => at?.Parent ?? Root,
                _ => Followed(at, name, ref links),
            };
        }

        return at?.File;
    }

    private TreeEntry? Followed(TreeEntry? folder, string name, ref int links)
    {
        var entry = folder?.Find(name);
        return entry?.File is not { Kind: EntryKind.Link, Target: { } target } ? entry
            : links-- > 0 ? Resolve(folder, target, ref links)
            : null;
    }
}
