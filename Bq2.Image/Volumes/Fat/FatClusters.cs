namespace Bq2.Image;

/// <summary>
/// Allocates and frees clusters of an existing volume. This only changes the table in memory; its owner writes it.
/// </summary>
internal sealed class FatClusters(FatTable table, FatLayout layout, FatCluster hint)
{
    // Where to search next: after the last allocation, so that freed clusters are reused as late as possible.
    private FatCluster _next = layout.Has(hint) ? hint : FatCluster.First;

    /// <summary>The change in the number of used clusters since the start.</summary>
    public long Taken { get; private set; }

    public FatCluster Next => _next;

    /// <summary>Allocates a new chain. If there are not enough free clusters, nothing changes.</summary>
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

    /// <summary>Scans the whole table, which is slow for a large one.</summary>
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

        return found == count ? runs : throw Failure.Of(VolumeFaults.VolumeFull,
            $"{count:N0} clusters of {layout.ClusterSize:N0} bytes are needed, but only {found:N0} are free",
            hint: "remove something, or make a larger volume");
    }
}
