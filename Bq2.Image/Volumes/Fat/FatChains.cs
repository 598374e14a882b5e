using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Follows chains of clusters through the FAT of a volume that nobody vouches for.</summary>
internal sealed class FatChains(Source source, FatLayout layout, FatTable table)
{
    /// <summary>
    /// The clusters of a file, as many as its length says. A longer chain does no harm: drivers set clusters aside.
    /// </summary>
    public List<FatRun> Follow(FatEntry file)
    {
        string label = file.Label;
        long count = Align.Units(file.Length, layout.ClusterSize);
        if (count > layout.Clusters)
        {
            throw source.Bad(ImageFaults.FatChain,
                $"{label} would have {count:N0} clusters, the volume has {layout.Clusters:N0}", file.SizePlace, 4);
        }

        if (count > 0)
            CheckBegin(file);

        var runs = new List<FatRun>();
        var cluster = file.Cluster;
        for (long found = 0; found < count; found++)
        {
            if (found > 0 && Next(cluster, label) is var next)
                cluster = next ?? throw TooShort(cluster, found, count, label);
            Add(runs, cluster);
        }

        // With a cluster in it twice the file would not be what anybody wrote.
        return !Overlap(runs) ? runs : throw source.Bad(ImageFaults.FatChain,
            $"the chain of {label} comes back to a cluster it had before", table.PlaceOf(cluster), 2);
    }

    /// <summary>A chain to its end, which must come within so many clusters. So a loop ends as well, in a fault.</summary>
    public List<FatRun> FollowToEnd(FatEntry entry, long most)
    {
        string label = entry.Label;
        var runs = new List<FatRun>();
        var (cluster, mark) = (entry.Cluster, FatCluster.None);
        CheckBegin(entry);
        for (long count = 0; count < most; count++)
        {
            // Brent's: the mark jumps ahead at every power of two, and in a loop we meet it again.
            if (cluster == mark)
                break;
            if ((count & (count - 1)) == 0)
                mark = cluster;

            Add(runs, cluster);
            if (Next(cluster, label) is not { } next)
                return runs;
            cluster = next;
        }

        throw source.Bad(ImageFaults.FatChain,
            $"the clusters of {label} do not end: a loop, or more than the {most:N0} it may have", table.PlaceOf(cluster), 2);
    }

    /// <summary>The cluster behind another one; null at the end of the chain.</summary>
    private FatCluster? Next(FatCluster cluster, string label)
    {
        uint next = table[cluster];
        if (next >= FatCluster.LowestEndOfChain)
            return null;
        if (!layout.Has(new(next)))
        {
            throw source.Bad(ImageFaults.FatChainOutside,
                $"in the chain of {label} cluster {cluster.Number} is followed by {next}, which is none", table.PlaceOf(cluster), 2);
        }

        return new(next);
    }

    private static void Add(List<FatRun> runs, FatCluster cluster)
    {
        if (runs.Count > 0 && runs[^1].First + runs[^1].Count == cluster)
            runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        else
            runs.Add(new(cluster, 1));
    }

    private static bool Overlap(List<FatRun> runs)
    {
        var sorted = runs.ToArray();
        Array.Sort(sorted, (one, other) => one.First.Number.CompareTo(other.First.Number));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].First.Number < sorted[i - 1].First.Number + sorted[i - 1].Count)
                return true;
        }

        return false;
    }

    private void CheckBegin(FatEntry entry)
    {
        if (layout.Has(entry.Cluster))
            return;

        throw source.Bad(ImageFaults.FatChainOutside,
            $"{entry.Label} begins at cluster {entry.Cluster.Number}; the volume has 2 to {layout.FatEntries - 1}", entry.ClusterPlace, 2);
    }

    private FaultException TooShort(FatCluster last, long found, long count, string label) => source.Bad(ImageFaults.FatChain,
        $"the clusters of {label} end after {found:N0}, but its length asks for {count:N0}", table.PlaceOf(last), 2);
}
