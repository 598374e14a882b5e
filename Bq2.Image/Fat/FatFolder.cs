using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A folder of a volume that is being planned: its names, and where it will lie.</summary>
internal sealed class FatFolder(TreeEntry entry, FatFolder? parent, IReadOnlyList<FatName> names, int ownRows)
{
    public TreeEntry Entry => entry;

    /// <summary>Null for the root.</summary>
    public FatFolder? Parent => parent;

    /// <summary>The children's names, in the tree's order.</summary>
    public IReadOnlyList<FatName> Names => names;

    /// <summary>Its children's, and before them its own: "." and "..", or in the root the label.</summary>
    public int Rows { get; } = ownRows + names.Sum(name => name.Entries);

    public FatCluster Cluster { get; set; }

    /// <summary>Every folder has a cluster, if only for the mark that it ends.</summary>
    public long ClustersOf(int clusterSize) => Math.Max(1, Align.Units((long)Rows * FatDirectoryEntry.Size, clusterSize));
}
