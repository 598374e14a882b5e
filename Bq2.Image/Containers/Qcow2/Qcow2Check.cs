using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Counts how often each cluster of an image is referenced, and compares that with the refcounts. Holds four bytes and a bit for each
/// cluster of the file, at most 528 MiB: 8 TiB in clusters of 64 KiB. Each table is read once, however many snapshots share it, and no
/// two tables share a cluster, so the time is bounded by the file's length.
/// </summary>
internal sealed partial class Qcow2Check
{
    private const long MaxClusters = 128 << 20;
    private const int MaxFaults = 1000;
    private const ulong ReservedInEntry = 0x3f00_0000_0000_01fe;

    private readonly Source _file;
    private readonly Qcow2HeaderInfo _head;
    private readonly ClusterSize _cluster;
    private readonly bool _hasDataFile;

    // How often each cluster of the file is referenced.
    private readonly uint[] _references;

    // One bit for each cluster: its refcount is exactly one.
    private readonly ulong[] _singles;

    // L2 tables, and how often L1 tables of any snapshot point to them.
    private readonly Dictionary<long, uint> _tables = [];

    private readonly List<Fault> _faults = [];
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _cancellation;
    private long _corruptions;
    private long _leaks;
    private long _checkErrors;
    private long _allocated;
    private long _fragmented;
    private long _compressed;
    private long _end;

    private Qcow2Check(Source file, IProgress<long>? progress, CancellationToken cancellation)
    {
        (_progress, _cancellation) = (progress, cancellation);
        (_file, _head) = (file, Qcow2HeaderReader.Read(file));
        (_cluster, _hasDataFile) = (_head.Cluster, _head.Features.HasFlag(Qcow2Features.ExternalData));
        long clusters = _cluster.Holding(file.Length);
        if (clusters > MaxClusters)
        {
            throw file.Bad(ImageFaults.TooLargeToCheck,
                $"the file has {clusters:N0} clusters; the limit for a check is {MaxClusters:N0}",
                "convert it to an image with larger clusters");
        }

        _references = new uint[clusters];
        _singles = new ulong[clusters / 64 + 1];
    }

    /// <summary>Whether one more finding would be listed; it is always counted.</summary>
    public bool ListsMore => _faults.Count < MaxFaults;

    public static DiskCheck Look(Source file, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var check = new Qcow2Check(file, progress, cancellation);
        check.Count();
        return check.Found;
    }

    /// <summary>The same, and frees leaked clusters if nothing else is wrong. Also clears the mark of an interrupted writer.</summary>
    public static DiskCheck RepairLeaks(
        WritableDisk file, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var check = new Qcow2Check(file, progress, cancellation);
        check.Count();
        var found = check.Found;
        if (found.Corruptions + found.CheckErrors > 0)
            return found;

        // From here on it is quick, and runs to the end.
        check.LowerCounts(file);
        if (check._head.Features.HasFlag(Qcow2Features.Dirty))
            check.ClearDirty(file);
        return found with { Leaks = 0, LeaksFixed = found.Leaks, Faults = [] };
    }

    private DiskCheck Found => new()
    {
        Path = _file.Path,
        Format = "qcow2",
        ImageEndOffset = _end,
        TotalClusters = _cluster.Holding(_head.VirtualSize),
        AllocatedClusters = _allocated,
        FragmentedClusters = _fragmented,
        CompressedClusters = _compressed,
        CheckErrors = _checkErrors,
        Corruptions = _corruptions,
        Leaks = _leaks,
        Faults = _faults,
    };

    private void Count()
    {
        var table = Qcow2RefcountTable.Read(_file, _head);
        var counts = new Qcow2Counts(_file, _head, table);
        MarkSingles(counts);

        Refer(0, _cluster.Bytes);
        var active = CountPointers(_head.L1Offset, _head.L1Entries);
        CountSnapshots();
        CountTables(active);
        CountBitmaps();
        CountRefcountBlocks(table);
        CompareCounts(counts);
    }

    /// <summary>Checks an L1 table and counts the L2 tables it points to. The L2 tables themselves are checked later, once each.</summary>
    private Be64[] CountPointers(long place, long entries)
    {
        if (entries == 0)
            return [];

        Refer(place, entries * sizeof(ulong));
        if (ReadTable(place, entries) is not { } pointers)
            return [];

        for (int i = 0; i < pointers.Length; i++)
        {
            ulong pointer = pointers[i];
            if (pointer == 0)
                continue;

            long table = (long)(pointer & Qcow2Entry.OffsetMask);
            if ((pointer & Qcow2Entry.Reserved) != 0)
                Corrupt($"L1 entry {i}, 0x{pointer:x16}, has reserved bits set");
            if (Refer(table, _cluster.Bytes) && _cluster.Within(table) == 0)
                _tables[table] = _tables.GetValueOrDefault(table) + 1;
            else if (_cluster.Within(table) != 0)
                Corrupt($"L1 entry {i} points to an L2 table at {table}, not a multiple of {_cluster.Bytes}");
        }

        return pointers;
    }

    private void CountSnapshots()
    {
        IReadOnlyList<Qcow2Snapshot> snapshots;
        long length;
        try
        {
            snapshots = Qcow2SnapshotTable.Read(_file, _head, out length);
        }
        catch (FaultException bad)
        {
            _checkErrors++;
            Note(bad.Fault);
            return;
        }

        if (snapshots.Count > 0)
            Refer((long)(ulong)_head.Header.SnapshotsOffset, length);
        long left = _file.Length;
        foreach (var snapshot in snapshots)
        {
            long bytes = snapshot.L1Entries * sizeof(ulong);
            if (_hasDataFile)
                Corrupt($"snapshot {snapshot.Id} is in an image with an external data file, which cannot have snapshots");
            else if (_cluster.Within(snapshot.L1Offset) != 0 || bytes > Qcow2Limits.MaxL1Bytes)
                Corrupt($"snapshot {snapshot.Id} has an impossible L1 table: {snapshot.L1Entries} entries at {snapshot.L1Offset}");
            else if ((left -= bytes) < 0)
                Corrupt($"the snapshots' L1 tables together are longer than the file; snapshot {snapshot.Id} shares one");
            else
                CountPointers(snapshot.L1Offset, snapshot.L1Entries);
        }
    }

    /// <summary>Counts the clusters of a range; false if it ends a cluster or more after the end of the file.</summary>
    private bool Refer(long offset, long length, uint times = 1)
    {
        if (offset < 0 || offset > _file.Length || length > _file.Length - offset + _cluster.Bytes - 1)
        {
            Corrupt($"an entry points to {length:N0} bytes at {offset:N0}, far after the end of the file at {_file.Length:N0}");
            return false;
        }

        long last = _cluster.HostAt(offset + length - 1).Number;
        last = Math.Min(last, _references.Length - 1);
        for (long cluster = _cluster.HostAt(offset).Number; cluster <= last; cluster++)
            _references[cluster] = (uint)Math.Min(uint.MaxValue, (ulong)_references[cluster] + times);
        return true;
    }

    /// <summary>The part of a table that is inside the file; null if there is none.</summary>
    private Be64[]? ReadTable(long place, long count)
    {
        long there = Math.Min(count * sizeof(ulong), _file.Length - place);
        if (place < 0 || there <= 0)
            return null;

        var words = new Be64[count];
        _file.ReadAt(place, MemoryMarshal.AsBytes(words.AsSpan())[..(int)there]);
        return words;
    }

    private void Corrupt([InterpolatedStringHandlerArgument("")] FindingText message)
    {
        _corruptions++;
        if (message.Finish() is { } text)
            Note(new(ImageFaults.CheckCorruption, text) { Path = _file.Path });
    }

    private void Leak([InterpolatedStringHandlerArgument("")] FindingText message)
    {
        _leaks++;
        if (message.Finish() is { } text)
            Note(new(ImageFaults.CheckLeak, text) { Path = _file.Path });
    }

    private void Note(Fault fault)
    {
        if (ListsMore)
            _faults.Add(fault);
    }
}
