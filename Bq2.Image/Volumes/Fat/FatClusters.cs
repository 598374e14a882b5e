namespace Bq2.Image;

/// <summary>
/// Takes free clusters of an existing volume and gives others back. Both happen in the table in memory, until its owner
/// writes it.
/// </summary>
internal sealed class FatClusters(FatTable table, FatLayout layout, FatCluster hint)
{
    // Where to look next: behind what was taken last, so that what was freed is used again as late as can be.
    private FatCluster _next = layout.Has(hint) ? hint : FatCluster.First;

    /// <summary>How many more are in use than were at the start; less, if it is negative.</summary>
    public long Taken { get; private set; }

    public FatCluster Next => _next;

    /// <summary>A new chain of so many clusters. Where there are not enough, nothing was changed.</summary>
    public List<FatRun> Take(long count)
    {
        var runs = FindFree(count);
        FatCluster? before = null;
        foreach (var run in runs)
        {
            for (long i = 0; i < run.Count; i++)
            {
                if (before is { } cluster)
                    table[cluster] = (run.First + i).Number;
                before = run.First + i;
            }
        }

        if (before is { } last)
        {
            table[last] = FatCluster.EndOfChain;
            _next = layout.Has(last + 1) ? last + 1 : FatCluster.First;
        }

        Taken += count;
        return runs;
    }

    public void Release(IEnumerable<FatRun> runs)
    {
        foreach (var run in runs)
        {
            for (long i = 0; i < run.Count; i++)
                table[run.First + i] = FatCluster.Free;
            Taken -= run.Count;
        }
    }

    /// <summary>Goes over the whole table, which takes its time where that is large.</summary>
    public long CountFree()
    {
        long free = 0;
        for (var cluster = FatCluster.First; layout.Has(cluster); cluster += 1)
            free += table[cluster] == FatCluster.Free ? 1 : 0;
        return free;
    }

    private List<FatRun> FindFree(long count)
    {
        var runs = new List<FatRun>();
        var cluster = _next;
        long found = 0;
        for (long looked = 0; found < count && looked < layout.Clusters; looked++)
        {
            if (table[cluster] == FatCluster.Free)
            {
                if (runs.Count > 0 && runs[^1].First + runs[^1].Count == cluster)
                    runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
                else
                    runs.Add(new(cluster, 1));
                found++;
            }

            cluster = layout.Has(cluster + 1) ? cluster + 1 : FatCluster.First;
        }

        return found == count ? runs : throw Failure.Of(ImageFaults.VolumeFull,
            $"{count:N0} clusters of {layout.ClusterSize:N0} bytes are needed, but only {found:N0} are free",
            hint: "remove something, or make a larger volume");
    }
}
