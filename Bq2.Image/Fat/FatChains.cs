using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Follows chains of clusters through the FAT of a volume that nobody vouches for.</summary>
internal sealed class FatChains(Source source, FatLayout layout, FatTable table)
{
    /// <summary>
    /// The clusters of a file, as many as its length says. A longer chain does no harm: drivers set clusters aside.
    /// </summary>
    public List<FatRun> Follow(FatCluster first, long count, string label)
    {
        if (count > layout.Clusters)
            throw source.Bad("FAT012", $"{label} would have {count:N0} clusters, the volume has {layout.Clusters:N0}");

        var runs = new List<FatRun>();
        var cluster = first;
        for (long found = 0; found < count; found++)
        {
            if (found > 0 && Next(cluster, label) is var next)
                cluster = next ?? throw TooShort(cluster, found, count, label);
            CheckInside(cluster, label);
            Add(runs, cluster);
        }

        // With a cluster in it twice the file would not be what anybody wrote.
        return !Overlap(runs) ? runs : throw source.Bad("FAT012",
            $"the chain of {label} comes back to a cluster it had before", table.PlaceOf(cluster), 2);
    }

    /// <summary>A chain to its end, which must come within so many clusters. So a loop ends as well, in a fault.</summary>
    public List<FatRun> FollowToEnd(FatCluster first, long most, string label)
    {
        var runs = new List<FatRun>();
        var (cluster, mark) = (first, FatCluster.None);
        CheckInside(cluster, label);
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

        throw source.Bad("FAT012",
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
            throw source.Bad("FAT013",
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
        if (runs.Count < 2)
            return false;

        var sorted = runs.OrderBy(run => run.First.Number).ToList();
        return sorted.Zip(sorted.Skip(1)).Any(pair => pair.Second.First.Number < pair.First.First.Number + pair.First.Count);
    }

    private void CheckInside(FatCluster cluster, string label)
    {
        if (!layout.Has(cluster))
            throw source.Bad("FAT013", $"{label} begins at cluster {cluster.Number}; the volume has 2 to {layout.FatEntries - 1}");
    }

    private BadFormatException TooShort(FatCluster last, long found, long count, string label) => source.Bad("FAT012",
        $"the clusters of {label} end after {found:N0}, but its length asks for {count:N0}", table.PlaceOf(last), 2);
}
