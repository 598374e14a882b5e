using System.Collections;
using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Gives clusters their places in the file, and keeps the L2 tables and the refcounts that say so. Clusters are mapped in the
/// guest's order, and places taken in any that depends on nothing but the disk: then it always makes the same file.
/// </summary>
internal sealed class Qcow2Places
{
    private const int WindowBytes = 1 << 20;

    private readonly Qcow2Plan _plan;
    private readonly ClusterSize _cluster;
    private readonly SlidingTable<Be64> _entries;
    private readonly SlidingTable<Be16> _counts;

    // One for each planned table: whether it maps anything. Those that do not are never written nor counted.
    private readonly BitArray _used;

    private int _table;

    // Where the next packed cluster goes if it ends before the limit. Whole clusters may have been placed behind that since.
    private long _packed;
    private long _packedLimit;

    public Qcow2Places(SafeFileHandle target, Qcow2Plan plan)
    {
        (_plan, _cluster, End) = (plan, plan.Cluster, plan.FirstData);
        _entries = new(target, _cluster.OffsetOf(plan.FirstTable), WindowBytes / sizeof(ulong));
        _counts = new(target, _cluster.OffsetOf(plan.FirstRefcountBlock), WindowBytes / sizeof(ushort));
        _used = new(plan.Tables.Count);
    }

    /// <summary>The first cluster that nothing has been given.</summary>
    public HostCluster End { get; private set; }

    /// <summary>How many clusters of the guest's have a place.</summary>
    public long Mapped { get; private set; }

    public bool IsUsed(int table) => _used[table];

    /// <summary>A place for a cluster as it is: the one behind all others, or where the guest sees it if that is in another file.</summary>
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
    /// A place for a cluster that was packed: right behind the last such, though that may be in the middle of a cluster.
    /// Many share one, and each of them counts.
    /// </summary>
    public long TakePacked(int length)
    {
        MakeRoom(length);
        long offset = _packed;
        _packed += length;

        // No codec packs a cluster into less than a 65,535th of one: 2 MiB of one byte are 82 bytes of zstd.
        for (long host = _cluster.HostAt(offset).Number; host <= _cluster.HostAt(offset + length - 1).Number; host++)
            _counts[host] = checked((ushort)(_counts[host] + 1));
        return offset;
    }

    /// <summary>Maps a cluster, or where it has parts those with a bit each.</summary>
    public void Map(GuestCluster guest, long offset, uint parts = uint.MaxValue) => Map(guest, (ulong)offset | Qcow2Entry.Copied, parts);

    public void MapPacked(GuestCluster guest, long offset, int length) => Map(guest, _cluster.PackedEntry(offset, length), parts: 0);

    /// <summary>Writes what the tables still hold.</summary>
    public void Flush()
    {
        _entries.Flush();
        _counts.Flush();
    }

    private void MakeRoom(int length)
    {
        // The counts of a place that was left long ago are written already.
        bool reachable = _cluster.HostAt(_packed).Number >= _counts.First;
        if (reachable && _packed + length <= _packedLimit)
            return;

        // Packed bytes may run on into the next cluster only where that is the next in the file.
        if (_packedLimit != _cluster.OffsetOf(End))
            _packed = _cluster.OffsetOf(End);
        End += _cluster.Holding(_packed + length - _cluster.OffsetOf(End));
        _packedLimit = _cluster.OffsetOf(End);
    }

    private void Map(GuestCluster guest, ulong entry, uint parts)
    {
        // Guest clusters come in order, so their tables do.
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
