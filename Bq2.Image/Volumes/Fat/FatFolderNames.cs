namespace Bq2.Image;

/// <summary>Assigns FAT names to everything in a tree, and refuses names that FAT cannot distinguish.</summary>
internal static class FatFolderNames
{
    // A folder is limited to 2 MiB.
    public const int MaxRows = 65_536;

    /// <summary>All folders of the tree, each before its subfolders.</summary>
    public static List<FatFolder> For(Tree tree, bool hasLabel)
    {
        // Not recursive: a tree may be deeper than the stack.
        var folders = new List<FatFolder> { Name(tree.Root, parent: null, hasLabel ? 1 : 0) };
        for (int i = 0; i < folders.Count; i++)
        {
            foreach (var child in folders[i].Entry.Sorted())
            {
                if (child.IsFolder)
                    folders.Add(Name(child, folders[i], ownRows: 2));
            }
        }

        return folders;
    }

    private static FatFolder Name(TreeEntry folder, FatFolder? parent, int ownRows)
    {
        var seen = new Dictionary<string, TreeEntry>(folder.Children.Count, StringComparer.OrdinalIgnoreCase);
        var names = new List<string>(folder.Children.Count);
        foreach (var child in folder.Sorted())
        {
            if (child.Content is null && !child.IsFolder)
                throw child.NotIn("FAT");
            if (FatName.Objection(child.Name) is { } objection)
                throw Failure.Of(VolumeFaults.FatName, $"{objection}", child.Path);
            if (!seen.TryAdd(child.Name, child))
            {
                throw Failure.Of(VolumeFaults.FatNamesClash,
                    $"FAT ignores case, so it cannot distinguish this from {seen[child.Name].Path}",
                    child.Path, "rename one of them");
            }

            names.Add(child.Name);
        }

        var named = new FatFolder(folder, parent, FatAliases.For(names), ownRows);
        return named.Rows <= MaxRows ? named : throw Failure.Of(VolumeFaults.FolderFull,
            $"the {(parent is null ? "root " : "")}folder needs {named.Rows:N0} rows, but FAT has {MaxRows:N0}; a long name takes several",
            parent is null ? null : folder.Path, "spread the files over more folders");
    }
}
