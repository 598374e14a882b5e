using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Follows cluster chains through the FAT of an untrusted volume.</summary>
internal sealed class FatChains(Source source, FatLayout layout, FatTable table)
{
    /// <summary>
    /// The clusters of a file, as many as its length needs. A longer chain is valid: drivers preallocate clusters.
    /// </summary>
    public List<FatRun> Follow(FatEntry file)
    {
        string label = file.Label;
        long count = Align.Units(file.Length, layout.ClusterSize);
        if (count > layout.Clusters)
        {
            throw source.Bad(VolumeFaults.FatChain,
                $"{label} needs {count:N0} clusters, but the volume has {layout.Clusters:N0}", file.SizePlace, 4);
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

        // A file with the same cluster twice cannot be what anybody wrote.
        return !Overlap(runs) ? runs : throw source.Bad(VolumeFaults.FatChain,
            $"the cluster chain of {label} has a cluster twice", table.PlaceOf(cluster), 2);
    }

    /// <summary>A chain to its end, with a limit on its length, so that a loop ends in a fault.</summary>
    public List<FatRun> FollowToEnd(FatEntry entry, long most)
    {
        string label = entry.Label;
        var runs = new List<FatRun>();
        var (cluster, mark) = (entry.Cluster, FatCluster.None);
        CheckBegin(entry);
        for (long count = 0; count < most; count++)
        {
            // Brent's algorithm: the mark jumps ahead at every power of two, and a loop comes back to it.
            if (cluster == mark)
                break;
            if ((count & (count - 1)) == 0)
                mark = cluster;

            Add(runs, cluster);
            if (Next(cluster, label) is not { } next)
                return runs;
            cluster = next;
        }

        throw source.Bad(VolumeFaults.FatChain,
            $"the cluster chain of {label} does not end: it is a loop, or longer than {most:N0} clusters", table.PlaceOf(cluster), 2);
    }

    /// <summary>The cluster after another one; null at the end of the chain.</summary>
    private FatCluster? Next(FatCluster cluster, string label)
    {
        uint next = table[cluster];
        if (next >= FatCluster.LowestEndOfChain)
            return null;
        if (!layout.Has(new(next)))
        {
            throw source.Bad(VolumeFaults.FatChainOutside,
                $"in the chain of {label}, cluster {cluster.Number} is followed by an invalid one, {next}", table.PlaceOf(cluster), 2);
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

        throw source.Bad(VolumeFaults.FatChainOutside,
            $"{entry.Label} begins at cluster {entry.Cluster.Number}, not in 2 to {layout.FatEntries - 1}", entry.ClusterPlace, 2);
    }

    private FaultException TooShort(FatCluster last, long found, long count, string label) => source.Bad(VolumeFaults.FatChain,
        $"the chain of {label} has {found:N0} clusters, but its length needs {count:N0}", table.PlaceOf(last), 2);
}
