using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class FatPlanner
{
    public void AllocateClusters()
    {
        _fat[0] = FatCluster.Mask & ~0xffu | _layout.Geometry.Media;
        _fat[1] = FatCluster.EndOfChain;   // with the two bits for "closed properly" and "no errors" set
        foreach (var folder in _folders)
        {
            if (folder != Root || RootHasClusters)
                folder.Cluster = Allocate(folder.ClustersOf(_layout.ClusterSize));
        }

        for (int i = 0; i < _fileClusters.Length; i++)
            _fileClusters[i] = Allocate(Align.Units(_files[i].Content!.Length, _layout.ClusterSize));
    }

    private long ClustersNeeded(int clusterSize, FatType type)
    {
        long needed = 0;
        foreach (var folder in _folders)
            needed += folder == Root && type != FatType.Fat32 ? 0 : folder.ClustersOf(clusterSize);
        foreach (var file in _files)
            needed += Align.Units(file.Content!.Length, clusterSize);
        return needed;
    }

    /// <summary>A chain of adjacent clusters. An empty file has cluster 0: fsck rejects any other.</summary>
    private FatCluster Allocate(long count)
    {
        if (count == 0)
            return FatCluster.None;

        var first = _next;
        _next += count;
        for (uint cluster = first.Number; cluster < _next.Number - 1; cluster++)
            _fat[cluster] = cluster + 1;
        _fat[_next.Number - 1] = FatCluster.EndOfChain;
        return first;
    }
}
