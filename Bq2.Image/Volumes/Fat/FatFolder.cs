using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A folder of a volume that is being planned: its names, and where it will lie.</summary>
internal sealed class FatFolder
{
    public FatFolder(TreeEntry entry, FatFolder? parent, FatName[] names, int ownRows)
    {
        (Entry, Parent, Names, Rows) = (entry, parent, names, ownRows);
        foreach (var name in names)
            Rows += name.Entries;
    }

    public TreeEntry Entry { get; }

    /// <summary>Null for the root.</summary>
    public FatFolder? Parent { get; }

    /// <summary>The children's names, in the tree's order.</summary>
    public FatName[] Names { get; }

    /// <summary>Its children's, and before them its own: "." and "..", or in the root the label.</summary>
    public int Rows { get; }

    public FatCluster Cluster { get; set; }

    /// <summary>Every folder has a cluster, if only for the mark that it ends.</summary>
    public long ClustersOf(int clusterSize) => Math.Max(1, Align.Units((long)Rows * FatDirectoryEntry.Size, clusterSize));
}
