using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The refcounts of an image. Finds free clusters, and makes room for more counts as the file grows. All changes stay in memory until
/// the disk's commit writes them in its order. Holds the table, at most 8 MiB, about 4 MiB of blocks, and the set of clusters that
/// hold tables.
/// </summary>
internal sealed partial class Qcow2Refcounts
{
    private readonly WritableDisk _file;
    private readonly Qcow2HeaderInfo _head;
    private readonly ClusterSize _cluster;
    private readonly RefcountWidth _width;
    private readonly int _countsPerBlock;
    private readonly Dictionary<int, RefcountBlock> _blocks = [];
    private readonly SortedSet<int> _newEntries = [];
    private readonly List<HostCluster> _released = [];

    // The clusters of tables, which must not be allocated even if their refcount is wrongly zero: that could destroy the disk.
    private HashSet<HostCluster> _tables = [];

    private Be64[] _table;
    private HostCluster _tablePlace;
    private bool _isMoved;
    private HostCluster _next = new(1);

    public Qcow2Refcounts(WritableDisk file, Qcow2HeaderInfo head)
    {
        (_file, _head, _cluster, _width) = (file, head, head.Cluster, head.Width);
        _countsPerBlock = _width.CountsPerBlock(_cluster);
        _table = Qcow2RefcountTable.Read(file, head);
        _tablePlace = _cluster.HostAt((long)(ulong)head.Header.RefcountTableOffset);
        Protect(new(0), 1);
        Protect(_tablePlace, head.Header.RefcountTableClusters);
        foreach (ulong entry in _table)
            Protect(_cluster.HostAt((long)(entry & ~Qcow2RefcountTable.Reserved)), 1);
    }

    /// <summary>How much must be written before it can be dropped from memory.</summary>
    public long PendingBytes { get; private set; }

    public bool HasPending => PendingBytes > 0 || _released.Count > 0;

    public bool HasReleased => _released.Count > 0;

    public int ReleasedCount => _released.Count;

    /// <summary>Records that a table is there.</summary>
    public void Protect(HostCluster first, long count)
    {
        for (long i = 0; i < count; i++)
            _tables.Add(first + i);
    }

    /// <summary>The end of the last cluster with a refcount.</summary>
    public HostCluster End
    {
        get
        {
            var end = new HostCluster(_cluster.Holding(_file.Length));
            while (end.Number > 1 && CountOf(new(end.Number - 1)) == 0)
                end = new(end.Number - 1);
            return end;
        }
    }

    // A damaged table can point to clusters beyond the end of the refcount table.
    public ulong CountOf(HostCluster cluster) =>
        cluster.Number / _countsPerBlock < _table.Length && BlockAt(BlockOf(cluster)) is { } block
            ? _width.Get(block.Counts, IndexOf(cluster))
            : 0;

    /// <summary>The largest possible refcount.</summary>
    public ulong Most => _width.Bits == 64 ? ulong.MaxValue : (1UL << _width.Bits) - 1;

    /// <summary>Adds a reference.</summary>
    public void Count(HostCluster cluster)
    {
        if (CountOf(cluster) is var count && (count == 0 || count == Most))
            throw Wrong(cluster, count == 0 ? "is referenced, but its refcount is zero" : "has more references than its refcount can say");
        Set(cluster, count + 1);
    }

    /// <summary>Drops a reference. If it was the last one, the cluster is free once the file says so too.</summary>
    public void Release(HostCluster cluster) => _released.Add(cluster);

    /// <summary>Applies the releases to the refcounts, which the next write puts into the file.</summary>
    public void CountReleased()
    {
        while (_released.Count > 0)
        {
            var cluster = _released[^1];
            _released.RemoveAt(_released.Count - 1);
            ulong count = CountOf(cluster);
            if (count == 0)
                throw Wrong(cluster, "is referenced, but its refcount is zero");
            Set(cluster, count - 1);
            if (count > 1)
                continue;

            _tables.Remove(cluster);
            _next = cluster.Number < _next.Number && !IsForked ? cluster : _next;
        }
    }

    private FaultException Wrong(HostCluster cluster, string what) =>
        Damaged($"the cluster at {_cluster.OffsetOf(cluster)} {what}");

    private FaultException Damaged(FormattableString message) =>
        _file.Bad(ImageFaults.Refcounts, message, "check the image; a converted copy is sound");
}
