using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Maps the guest's disk to the file: the L1 table, and L2 tables on demand. Several threads may use it at once. Holds the L1 table, at
/// most 32 MiB, and at most 4 MiB of recently used L2 tables. A walk over everything reads each L2 table once, and there cannot be more
/// L2 tables than clusters in the file.
/// </summary>
internal sealed class Qcow2Mapping
{
    private const int CachedBytes = 4 << 20;
    private const int MaxCachedTables = 256;

    private readonly Source _file;
    private readonly ClusterSize _cluster;
    private readonly bool _hasZeroFlag;
    private readonly bool _hasDataFile;

    // A slot is replaced atomically, so a reader always finds a complete table, though maybe not the right one.
    private readonly Qcow2Table?[] _cache;

    public Qcow2Mapping(Source file, Qcow2HeaderInfo head)
    {
        (_file, _cluster, _hasZeroFlag) = (file, head.Cluster, head.Version >= 3);
        _hasDataFile = head.Features.HasFlag(Qcow2Features.ExternalData);
        _cache = new Qcow2Table?[Math.Clamp(CachedBytes / _cluster.Bytes, 2, MaxCachedTables)];
        L1 = ReadTable(head.L1Offset, head.L1Entries);
        int tables = L1.Count(pointer => pointer != 0);
        if (tables > _cluster.Holding(file.Length))
        {
            throw file.Bad(ImageFaults.Qcow2Tables,
                $"the L1 table points to {tables:N0} tables, but the file has only {_cluster.Holding(file.Length):N0} clusters", 36, 4);
        }
    }

    public Be64[] L1 { get; set; }

    /// <summary>Changed tables that are not written yet; nothing reads during a change.</summary>
    public Dictionary<int, Qcow2Table> Changed { get; } = [];

    /// <summary>The extent at an offset of the disk, up to a limit.</summary>
    public Qcow2Extent ExtentAt(long offset, long limit)
    {
        var whole = UnitAt(offset);
        while (whole.End < limit && UnitAt(whole.End) is var next && whole.GoesOnIn(next))
            whole = whole with { Length = next.End - whole.Offset };
        return whole.Kind == Qcow2Kind.Compressed
            ? whole with { Length = Math.Min(whole.End, limit) - whole.Offset }
            : whole.Cut(offset, Math.Min(whole.End, limit));
    }

    /// <summary>The unit around an offset: a cluster, a subcluster, or everything that a missing table would map.</summary>
    public Qcow2Extent UnitAt(long offset)
    {
        var guest = _cluster.GuestAt(offset);
        int index = _cluster.TableOf(guest);
        if (TableAt(index) is not { } table)
            return new(index * _cluster.BytesPerTable, _cluster.BytesPerTable, Qcow2Kind.Unallocated, null);

        int word = _cluster.EntryOf(guest) * _cluster.WordsPerEntry;
        ulong entry = table.Words[word];
        if ((entry & Qcow2Entry.Compressed) != 0)
            return Packed(guest, entry);

        var whole = Plain(guest, entry);
        return _cluster.HasParts ? PartAt(offset, whole, table.Words[word + 1]) : whole;
    }

    /// <summary>The L2 table for an entry of the L1 table; null if there is none.</summary>
    public Qcow2Table? TableAt(int index)
    {
        if (Changed.Count > 0 && Changed.TryGetValue(index, out var changed))
            return changed;

        ref var slot = ref _cache[index % _cache.Length];
        if (Volatile.Read(ref slot) is { } cached && cached.Index == index)
            return cached;

        if (PlaceOfTable(index) is not { } place)
            return null;

        var table = new Qcow2Table(index, ReadTable(place, _cluster.Bytes / sizeof(ulong)));
        Volatile.Write(ref slot, table);
        return table;
    }

    /// <summary>The place of the L2 table for an entry of the L1 table; null if there is none.</summary>
    public long? PlaceOfTable(int index)
    {
        ulong pointer = L1[index];
        if (pointer == 0)
            return null;
        if ((pointer & Qcow2Entry.Reserved) != 0)
            throw Bad($"the L1 entry {index}, 0x{pointer:x16}, has reserved bits set");

        long place = (long)(pointer & Qcow2Entry.OffsetMask);
        if (_cluster.Within(place) != 0)
            throw Bad($"L1 entry {index} points to {place}, not a multiple of the cluster size {_cluster.Bytes}");
        return place == 0 ? null : place;
    }

    /// <summary>Switches to other tables.</summary>
    public void Forget() => Array.Clear(_cache);

    /// <summary>The changed tables are written, and become ordinary ones.</summary>
    public void Settle()
    {
        foreach (var table in Changed.Values)
        {
            table.Settle();
            _cache[table.Index % _cache.Length] = table;
        }

        Changed.Clear();
    }

    private Qcow2Extent Plain(GuestCluster guest, ulong entry)
    {
        bool mayBeZero = _hasZeroFlag && !_cluster.HasParts;
        if ((entry & Qcow2Entry.Reserved & ~(mayBeZero ? Qcow2Entry.Zero : 0)) != 0)
            throw BadEntry(guest, entry, "has reserved bits set");

        long place = (long)(entry & Qcow2Entry.OffsetMask);
        if (_cluster.Within(place) != 0 || (!_hasDataFile && place >= _file.Length))
            throw BadEntry(guest, entry, "does not point to a cluster of the file");

        // Data cannot be at the start of an image, but can be in a data file.
        bool hasPlace = place != 0 || (_hasDataFile && (entry & Qcow2Entry.Copied) != 0);
        var kind = (entry & Qcow2Entry.Zero) != 0 ? Qcow2Kind.Zero : hasPlace ? Qcow2Kind.Data : Qcow2Kind.Unallocated;
        return new(_cluster.OffsetOf(guest), _cluster.Bytes, kind, hasPlace ? place : null) { IsOwn = (entry & Qcow2Entry.Copied) != 0 };
    }

    /// <summary>The second word of an extended entry: 32 bits for subclusters with data, above them 32 for zeros.</summary>
    private Qcow2Extent PartAt(long offset, in Qcow2Extent cluster, ulong parts)
    {
        int part = _cluster.Within(offset) / _cluster.UnitBytes;
        bool isData = (parts >> part & 1) != 0, isZero = (parts >> part + ClusterSize.PartsPerCluster & 1) != 0;
        if (isData && (isZero || cluster.Place is null))
        {
            string what = isZero ? "and zeros at once" : "without a place";
            throw Bad($"subcluster {part} of the guest's cluster {_cluster.GuestAt(offset).Number} is data {what}");
        }

        long start = cluster.Offset + (long)part * _cluster.UnitBytes;
        var kind = isData ? Qcow2Kind.Data : isZero ? Qcow2Kind.Zero : Qcow2Kind.Unallocated;
        return cluster.Cut(start, start + _cluster.UnitBytes) with { Kind = kind };
    }

    private Qcow2Extent Packed(GuestCluster guest, ulong entry)
    {
        var (place, length) = _cluster.PackedAt(entry);
        if (_hasDataFile || place >= _file.Length)
            throw BadEntry(guest, entry, _hasDataFile ? "is compressed, but in a data file" : "points after the end of the file");
        return new(_cluster.OffsetOf(guest), _cluster.Bytes, Qcow2Kind.Compressed, place) { PackedLength = length };
    }

    private Be64[] ReadTable(long offset, int count)
    {
        // Check before allocating: the table must be inside the file.
        long length = (long)count * sizeof(ulong);
        if (offset < 0 || offset > _file.Length || length > _file.Length - offset)
        {
            throw _file.Bad(ImageFaults.TableOutside,
                $"a table of {length:N0} bytes at {offset:N0} is outside the file of {_file.Length:N0}");
        }

        var words = new Be64[count];
        _file.ReadAt(offset, MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    private FaultException BadEntry(GuestCluster guest, ulong entry, string what) =>
        Bad($"the L2 entry 0x{entry:x16} for the guest's cluster {guest.Number} {what}");

    private FaultException Bad(FormattableString message) => _file.Bad(ImageFaults.MappingEntry, message);
}
