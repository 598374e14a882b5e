using System.Collections;
using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Assigns places in the file to clusters, and maintains the L2 tables and refcounts for them. Clusters are mapped in the guest's order,
/// and the order of places depends only on the disk, so the same disk always gives the same file.
/// </summary>
internal sealed class Qcow2Places
{
    private const int WindowBytes = 1 << 20;

    private readonly Qcow2Plan _plan;
    private readonly ClusterSize _cluster;
    private readonly SlidingTable<Be64> _entries;
    private readonly SlidingTable<Be16> _counts;

    // For each planned table, whether it maps anything. Empty ones are neither written nor counted.
    private readonly BitArray _used;

    private int _table;

    // Where the next compressed cluster goes if it ends before the limit. Whole clusters may have been placed after it.
    private long _packed;
    private long _packedLimit;

    public Qcow2Places(SafeFileHandle target, Qcow2Plan plan)
    {
        (_plan, _cluster, End) = (plan, plan.Cluster, plan.FirstData);
        _entries = new(target, _cluster.OffsetOf(plan.FirstTable), WindowBytes / sizeof(ulong));
        _counts = new(target, _cluster.OffsetOf(plan.FirstRefcountBlock), WindowBytes / sizeof(ushort));
        _used = new(plan.Tables.Count);
    }

    /// <summary>The first free cluster.</summary>
    public HostCluster End { get; private set; }

    /// <summary>How many guest clusters have a place.</summary>
    public long Mapped { get; private set; }

    public bool IsUsed(int table) => _used[table];

    /// <summary>
    /// A place for an uncompressed cluster: after all others, or in an external data file at the same offset as on the disk.
    /// </summary>
    public long Take(GuestCluster guest)
    {
        if (_plan.HasDataFile)
            return _cluster.OffsetOf(guest);

        long offset = _cluster.OffsetOf(End);
        _counts[End.Number] = 1;
        End += 1;
        return offset;
    }

    /// <summary>
    /// A place for a compressed cluster: right after the last one, even in the middle of a cluster.
    /// Many may share one, and each counts.
    /// </summary>
    public long TakePacked(int length)
    {
        MakeRoom(length);
        long offset = _packed;
        _packed += length;

        // No codec compresses a cluster to less than a 65,535th: 2 MiB of one byte are 82 bytes of zstd.
        for (long host = _cluster.HostAt(offset).Number; host <= _cluster.HostAt(offset + length - 1).Number; host++)
            _counts[host] = checked((ushort)(_counts[host] + 1));
        return offset;
    }

    /// <summary>Maps a cluster; if it has subclusters, only those with a bit set.</summary>
    public void Map(GuestCluster guest, long offset, uint parts = uint.MaxValue) => Map(guest, (ulong)offset | Qcow2Entry.Copied, parts);

    public void MapPacked(GuestCluster guest, long offset, int length) => Map(guest, _cluster.PackedEntry(offset, length), parts: 0);

    /// <summary>Writes the rest of the tables.</summary>
    public void Flush()
    {
        _entries.Flush();
        _counts.Flush();
    }

    private void MakeRoom(int length)
    {
        // The refcounts of a place far behind are already written.
        bool reachable = _cluster.HostAt(_packed).Number >= _counts.First;
        if (reachable && _packed + length <= _packedLimit)
            return;

        // Compressed bytes may continue into the next cluster only if that is the next one in the file.
        if (_packedLimit != _cluster.OffsetOf(End))
            _packed = _cluster.OffsetOf(End);
        End += _cluster.Holding(_packed + length - _cluster.OffsetOf(End));
        _packedLimit = _cluster.OffsetOf(End);
    }

    private void Map(GuestCluster guest, ulong entry, uint parts)
    {
        // Guest clusters come in order, so their tables do too.
        while (_plan.Tables[_table] < _cluster.TableOf(guest))
            _table++;

        _used[_table] = true;
        long word = (long)_table * _cluster.WordsPerTable + _cluster.EntryOf(guest) * _cluster.WordsPerEntry;
        _entries[word] = entry;
        if (_cluster.HasParts)
            _entries[word + 1] = parts;
        Mapped++;
    }
}
