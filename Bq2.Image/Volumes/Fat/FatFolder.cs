using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A folder of a planned volume: its names, and its place.</summary>
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

    /// <summary>The number of rows: first its own, "." and ".." or in the root the label, then those of its children.</summary>
    public int Rows { get; }

    public FatCluster Cluster { get; set; }

    /// <summary>Every folder has at least one cluster, for the end mark.</summary>
    public long ClustersOf(int clusterSize) => Math.Max(1, Align.Units((long)Rows * FatDirectoryEntry.Size, clusterSize));
}
