using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Follows chains of clusters through the FAT of a volume that nobody vouches for.</summary>
internal sealed class FatChains(Source source, FatLayout layout)
{
    private const int WindowEntries = 16 << 10;

    // The stretch of the FAT that was looked at last; chains rarely leave it.
    private uint[] _window = [];
    private long _windowStart;

    /// <summary>The chain of a file, which must have exactly the clusters that the file's length says.</summary>
    public List<FatRun> Follow(FatCluster first, long count, string label)
    {
        if (count > layout.Clusters)
            throw source.Bad("FAT012", $"{label} would have {count:N0} clusters, the volume has {layout.Clusters:N0}");
        if (count == 0)
            return [];

        var runs = FollowToEnd(first, count, label);
        long found = runs.Sum(run => run.Count);
        return found == count ? runs : throw source.Bad("FAT012",
            $"the clusters of {label} end after {found:N0}, but its length asks for {count:N0}");
    }

    /// <summary>A chain to its end, which must come within so many clusters. So a loop ends as well, in a fault.</summary>
    public List<FatRun> FollowToEnd(FatCluster first, long most, string label)
    {
        var runs = new List<FatRun>();
        var cluster = first;
        for (long count = 0; ; count++)
        {
            CheckInside(cluster, label);
            if (count == most)
            {
                throw source.Bad("FAT012",
                    $"the clusters of {label} do not end after {most:N0}: a loop, or more than belong to it", PlaceOf(cluster), 4);
            }

            Add(runs, cluster);
            uint next = EntryOf(cluster) & FatCluster.Mask;
            if (next >= FatCluster.LowestEndOfChain)
                return runs;
            if (next < FatCluster.First.Number || next >= FatCluster.First.Number + layout.Clusters)
            {
                throw source.Bad("FAT013",
                    $"in the chain of {label} cluster {cluster.Number} is followed by {next}, which is none", PlaceOf(cluster), 4);
            }

            cluster = new(next);
        }
    }

    private static void Add(List<FatRun> runs, FatCluster cluster)
    {
        if (runs.Count > 0 && runs[^1].First + runs[^1].Count == cluster)
            runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        else
            runs.Add(new(cluster, 1));
    }

    private void CheckInside(FatCluster cluster, string label)
    {
        if (cluster.Number < FatCluster.First.Number || cluster.Number >= FatCluster.First.Number + layout.Clusters)
            throw source.Bad("FAT013", $"{label} begins at cluster {cluster.Number}; the volume has 2 to {layout.Clusters + 1}");
    }

    private long PlaceOf(FatCluster cluster) => layout.OffsetOfFat(0) + (long)cluster.Number * sizeof(uint);

    private uint EntryOf(FatCluster cluster)
    {
        long within = cluster.Number - _windowStart;
        if (within < 0 || within >= _window.Length)
        {
            _windowStart = cluster.Number / WindowEntries * WindowEntries;
            within = cluster.Number - _windowStart;
            long entries = FatCluster.First.Number + layout.Clusters - _windowStart;
            _window = new uint[Math.Min(WindowEntries, entries)];
            source.ReadAt(PlaceOf(new((uint)_windowStart)), MemoryMarshal.AsBytes(_window.AsSpan()));
        }

        return _window[within];
    }
}
