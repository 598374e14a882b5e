using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The layout of the image: header, L1 table, refcount table, refcount blocks, L2 tables, then the data in the guest's order. The plan
/// has room for every cluster that a region touches, or for all if they are preallocated. While writing, clusters of zeros are left out
/// and compressed clusters take less, so only the end of the file is not known yet.
/// </summary>
internal sealed partial record Qcow2Plan
{
    public required ClusterSize Cluster { get; init; }

    /// <summary>A multiple of 512, as QEMU requires; bytes after the regions' end read as zeros.</summary>
    public required long VirtualSize { get; init; }

    /// <summary>The clusters that may need a place.</summary>
    public required long DataClusters { get; init; }

    /// <summary>These clusters are in an external data file, at the same offsets as on the disk.</summary>
    public required bool HasDataFile { get; init; }

    /// <summary>Every cluster of the disk is mapped from the start, in the guest's order.</summary>
    public required bool MapsAll { get; init; }

    public required int L1Entries { get; init; }

    /// <summary>The L1 entries that have a table, in order.</summary>
    public required IReadOnlyList<int> Tables { get; init; }

    public required long RefcountTableClusters { get; init; }

    public required long RefcountBlocks { get; init; }

    public static HostCluster L1 => new(1);

    public HostCluster RefcountTable => L1 + Cluster.Holding((long)L1Entries * sizeof(ulong));

    public HostCluster FirstRefcountBlock => RefcountTable + RefcountTableClusters;

    public HostCluster FirstTable => FirstRefcountBlock + RefcountBlocks;

    public HostCluster FirstData => FirstTable + Tables.Count;

    /// <summary>The end of the file if every planned cluster is needed.</summary>
    public HostCluster End => FirstData + (HasDataFile ? 0 : DataClusters);

    public static Qcow2Plan For(Regions regions, Qcow2Options options)
    {
        Check(options);
        var cluster = CheckedSize(options.ClusterSize, options.ExtendedL2);
        bool all = options.Preallocation != Preallocation.Off || options.IsDataFileRaw, hasDataFile = options.DataFile is not null;
        if (regions.Length > Qcow2Limits.MaxPlannedSize)
            throw TooLarge(regions.Length, cluster);

        long size = Align.Up(regions.Length, 512);
        long l1Entries = Align.Units(size, cluster.BytesPerTable);
        if (l1Entries * sizeof(ulong) > Qcow2Limits.MaxL1Bytes)
            throw TooLarge(size, cluster);

        var tables = all ? [.. Enumerable.Range(0, (int)l1Entries)] : TablesFor(regions, cluster);
        long data = all ? cluster.Holding(size) : regions.Runs(cluster.Bytes).Sum(run => run.Count);
        long others = 1 + cluster.Holding(l1Entries * sizeof(ulong)) + tables.Count + (hasDataFile ? 0 : data);
        var (blocks, table) = RefcountsFor(others, cluster);
        if (table * cluster.Bytes > Qcow2Limits.MaxRefcountTableBytes)
            throw TooLarge(size, cluster);

        return new()
        {
            Cluster = cluster,
            VirtualSize = size,
            DataClusters = data,
            HasDataFile = hasDataFile,
            MapsAll = all,
            L1Entries = (int)l1Entries,
            Tables = tables,
            RefcountTableClusters = table,
            RefcountBlocks = blocks,
        };
    }

    private static List<int> TablesFor(Regions regions, ClusterSize cluster)
    {
        var tables = new List<int>();
        foreach (var piece in regions.Pieces)
        {
            int first = cluster.TableOf(cluster.GuestAt(piece.Offset)), last = cluster.TableOf(cluster.GuestAt(piece.End - 1));
            for (int table = Math.Max(first, tables.Count > 0 ? tables[^1] + 1 : 0); table <= last; table++)
                tables.Add(table);
        }

        return tables;
    }

    /// <summary>
    /// Blocks and their table count themselves too, so add more until they cover everything. This ends after two or three
    /// rounds.
    /// </summary>
    private static (long Blocks, long Table) RefcountsFor(long others, ClusterSize cluster)
    {
        for (long blocks = 0, table = 0; ;)
        {
            long moreBlocks = Align.Units(others + blocks + table, cluster.CountsPerBlock);
            long moreTable = cluster.Holding(moreBlocks * sizeof(ulong));
            if (moreBlocks == blocks && moreTable == table)
                return (blocks, table);
            (blocks, table) = (moreBlocks, moreTable);
        }
    }
}
