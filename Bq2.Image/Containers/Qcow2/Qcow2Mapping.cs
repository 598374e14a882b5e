using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Maps the guest's disk to the file: the L1 table, and L2 tables on demand. Several threads may use it at once. Holds the L1 table, at
/// most 32 MiB, and at most 4 MiB of recently used L2 tables. A walk over everything reads each L2 table once, and there cannot be more
/// L2 tables than clusters in the file.
/// </summary>
internal sealed partial class Qcow2Mapping
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

    private FaultException Bad(FormattableString message) => _file.Bad(ImageFaults.MappingEntry, message);
}
