using System.Runtime.InteropServices;
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
    private const int CachedBytes = 4 << 20;

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

    /// <summary>Allocates a free cluster.</summary>
    public HostCluster Allocate()
    {
        for (; ; _next += 1)
        {
            if (BlockAt(BlockOf(_next)) is null)
            {
                AddBlock(_next);
            }
            else if (CountOf(_next) == 0 && !IsTakenInFile(_next))
            {
                // Its refcount block may have to move, and then takes this cluster for itself.
                var taken = _next;
                _next += 1;
                Take(taken);
                return taken;
            }
        }
    }

    /// <summary>Allocates adjacent clusters.</summary>
    public HostCluster Allocate(long count)
    {
        var passed = new List<HostCluster>();
        var first = Allocate();
        for (long got = 1; got < count; got++)
        {
            var next = Allocate();
            if (next - first == got)
                continue;

            for (long i = 0; i < got; i++)
                passed.Add(first + i);
            (first, got) = (next, 0);
        }

        // The skipped clusters were never written anywhere, so they are simply free again.
        foreach (var cluster in passed)
            Set(cluster, 0);
        return first;
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

    /// <summary>
    /// Writes the refcounts: first the blocks, then the pointers to new blocks. A block that the table does not name yet is
    /// harmless.
    /// </summary>
    public void Write()
    {
        foreach (var block in _blocks.Values.Where(block => block.IsChanged))
        {
            var bytes = block.ChangedBytes(out int start);
            _file.Grow(Math.Max(_file.Length, _cluster.OffsetOf(block.Place + 1)));
            _file.WriteAt(_cluster.OffsetOf(block.Place) + start, bytes);
        }

        if (_isMoved && !IsForked)
            MoveTable();
        else if (_newEntries.Count > 0 && !IsForked)
            WriteEntries();
        foreach (var block in _blocks.Values)
            block.Settle();
        PendingBytes = 0;
    }

    private void WriteEntries()
    {
        _file.Flush();
        foreach (int index in _newEntries)
            _file.WriteAt(_cluster.OffsetOf(_tablePlace) + (long)index * sizeof(ulong), StructBytes.ToBytes(_table[index]));
        _newEntries.Clear();
    }

    /// <summary>Switches to the new table with one write to the header.</summary>
    private void MoveTable()
    {
        var (place, clusters) = WriteTable();
        _file.Flush();
        _file.WriteAt(Qcow2Header.RefcountTableFields, [.. StructBytes.ToBytes(place), .. StructBytes.ToBytes(clusters)]);
        _isMoved = false;
        _newEntries.Clear();
    }

    /// <summary>Writes the whole table, and returns the header's fields for it.</summary>
    private (Be64 Place, Be32 Clusters) WriteTable()
    {
        long place = _cluster.OffsetOf(_tablePlace), length = (long)_table.Length * sizeof(ulong);
        _file.Grow(Math.Max(_file.Length, place + length));
        _file.WriteAt(place, MemoryMarshal.AsBytes(_table.AsSpan()));
        return ((ulong)place, (uint)_cluster.Holding(length));
    }

    private int BlockOf(HostCluster cluster) => checked((int)(cluster.Number / _countsPerBlock));

    private int IndexOf(HostCluster cluster) => (int)(cluster.Number % _countsPerBlock);

    private RefcountBlock? BlockAt(int index)
    {
        if (_blocks.TryGetValue(index, out var held))
            return held;
        if (index >= _table.Length || _table[index] == 0)
            return null;

        ulong entry = _table[index];
        long place = (long)(entry & ~Qcow2RefcountTable.Reserved);
        if ((entry & Qcow2RefcountTable.Reserved) != 0 || _cluster.Within(place) != 0 || place < 0 || place >= _file.Length)
            throw Damaged($"entry {index} of the refcount table, 0x{entry:x16}, does not point to a cluster of the file");

        var counts = new byte[_cluster.Bytes];
        int there = (int)Math.Min(counts.Length, _file.Length - place);
        _file.ReadAt(place, counts.AsSpan(0, there));
        MakeRoom();
        return _blocks[index] = new(_cluster.HostAt(place), counts);
    }

    /// <summary>Drops the unchanged blocks from memory.</summary>
    private void MakeRoom()
    {
        if ((long)_blocks.Count * _cluster.Bytes < CachedBytes)
            return;

        int[] idle = [.. _blocks.Where(each => !each.Value.IsChanged).Select(each => each.Key)];
        foreach (int index in idle)
            _blocks.Remove(index);
    }

    private void Take(HostCluster cluster)
    {
        if (_tables.Contains(cluster))
            throw Wrong(cluster, "holds a table, but its refcount is zero");
        Set(cluster, 1);
    }

    private void Set(HostCluster cluster, ulong count)
    {
        if (IsForked)
            MoveBlock(BlockOf(cluster));
        var block = BlockAt(BlockOf(cluster))!;
        PendingBytes += block.IsChanged ? 0 : _cluster.Bytes;
        int index = IndexOf(cluster);
        _width.Set(block.Counts, index, count);
        block.Touch((int)((long)index << _width.Order >> 3), (int)((long)index + 1 << _width.Order) + 7 >> 3);
    }

    /// <summary>Makes the block for the refcounts around a cluster. It is placed in that cluster, so it counts itself first.</summary>
    private void AddBlock(HostCluster cluster)
    {
        if (BlockOf(cluster) >= _table.Length)
            GrowTable(cluster);
        else
            AddBlock(BlockOf(cluster), cluster);
    }

    private void AddBlock(int index, HostCluster place)
    {
        var block = new RefcountBlock(place, new byte[_cluster.Bytes]);
        _moved.Add(index);
        _blocks[index] = block;
        _table[index] = (ulong)_cluster.OffsetOf(place);
        _newEntries.Add(index);
        PendingBytes += _cluster.Bytes;
        block.Touch(0, _cluster.Bytes);
        Take(place);
        Protect(place, 1);
    }

    /// <summary>
    /// Makes a table half as large again, after everything that the old one covers, followed by the blocks for both.
    /// </summary>
    private void GrowTable(HostCluster place)
    {
        long clusters = _cluster.Holding((long)_table.Length * sizeof(ulong) * 3 / 2 + 1);
        if (clusters * _cluster.Bytes > Qcow2Limits.MaxRefcountTableBytes)
            throw Damaged($"the file is too large for refcounts in clusters of {_cluster.Bytes} bytes");

        int first = BlockOf(place), blocks = 1;
        while (BlockOf(place + (clusters + blocks - 1)) - first + 1 > blocks)
            blocks++;

        ReleaseTable();
        Array.Resize(ref _table, (int)(clusters * _cluster.Bytes / sizeof(ulong)));
        (_tablePlace, _isMoved) = (place, true);
        for (int i = 0; i < blocks; i++)
            AddBlockOutOfTurn(first + i, place + (clusters + i));
        for (int i = 0; i < blocks; i++)
            Take(place + (clusters + i));
        for (long i = 0; i < clusters; i++)
            Take(place + i);
        Protect(place, clusters + blocks);
    }

    // Released clusters are not reused before the file has the new table.
    private void ReleaseTable()
    {
        for (long i = _cluster.Holding((long)_table.Length * sizeof(ulong)) - 1; i >= 0; i--)
            Release(_tablePlace + i);
    }

    /// <summary>Adds a block, whose own refcount may be in another block.</summary>
    private void AddBlockOutOfTurn(int index, HostCluster place)
    {
        var block = new RefcountBlock(place, new byte[_cluster.Bytes]);
        block.Touch(0, _cluster.Bytes);
        _moved.Add(index);
        _blocks[index] = block;
        _table[index] = (ulong)_cluster.OffsetOf(place);
        PendingBytes += _cluster.Bytes;
    }

    private FaultException Wrong(HostCluster cluster, string what) =>
        Damaged($"the cluster at {_cluster.OffsetOf(cluster)} {what}");

    private FaultException Damaged(FormattableString message) =>
        _file.Bad(ImageFaults.Refcounts, message, "check the image; a converted copy is sound");
}
