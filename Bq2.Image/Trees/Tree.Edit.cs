namespace Bq2.Image;

public sealed partial class Tree
{
    /// <summary>Removes an entry, a folder with everything in it. Other names of a removed file stay.</summary>
    public void Remove(string path)
    {
        var (folder, name) = ExistingFolderOf(path);
        if (folder is null || !folder.Remove(name))
            throw Failure.Of(ImageFaults.NotInTree, $"there is nothing of this name to remove", path);
    }

    /// <summary>
    /// Puts another tree over this one: its folders are joined with those here, and take over their attributes; everything else of it
    /// replaces what is here.
    /// </summary>
    public void Overlay(Tree upper)
    {
        ArgumentNullException.ThrowIfNull(upper);
        Root.Attributes = upper.Root.Attributes;
        Overlay(Root, upper.Root, []);
    }

    private static void Overlay(TreeEntry lower, TreeEntry upper, Dictionary<TreeEntry, TreeEntry> copies)
    {
        foreach (var entry in upper.Sorted())
        {
            if (entry.IsFolder)
            {
                if (lower.Find(entry.Name) is { IsFolder: false })
                    lower.Remove(entry.Name);
                Overlay(lower.AddFolder(entry.Name, entry.Attributes), entry, copies);
                continue;
            }

            lower.Remove(entry.Name);
            if (copies.TryGetValue(entry.File, out var first))
                lower.AddHardLink(entry.Name, first);
            else
                copies.Add(entry.File, entry.File.CopyTo(lower, entry.Name));
        }
    }

    private (TreeEntry? Folder, string Name) ExistingFolderOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string trimmed = path.Trim('/');
        int slash = trimmed.LastIndexOf('/');
        return (Find(trimmed[..Math.Max(0, slash)]), trimmed[(slash + 1)..]);
    }
}
