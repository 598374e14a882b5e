namespace Bq2.Image;

public abstract partial class Volume
{
    /// <summary>A folder with everything in it as a tree, whose files are read from this volume, which must stay open.</summary>
    public virtual Tree ToTree(string path = "")
    {
        ArgumentNullException.ThrowIfNull(path);
        var root = Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path);
        int above = root.Path.Length == 0 ? 0 : root.Path.Length + 1;
        var tree = new Tree();
        foreach (var entry in Walk(path))
        {
            var attributes = new EntryAttributes { Time = entry.Modified is { } time ? (UnixTime)time : null };
            if (entry.IsFolder)
                tree.AddFolder(entry.Path[above..], attributes);
            else
                tree.AddFile(entry.Path[above..], Content.FromSource(OpenFile(entry), 0, entry.Length), attributes);
        }

        return tree;
    }
}
