using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The disk inside a QCOW2 image. Owns the file it reads.</summary>
internal sealed class Qcow2Source : Source
{
    // Sixteen tables reach 8 GiB at the usual cluster size, and are 32 MiB at the largest.
    private const int CachedTables = 16;

    private readonly Source _file;
    private readonly ClusterSize _cluster;
    private readonly bool _hasZeroFlag;
    private readonly Be64[] _l1;
    private readonly (int Index, Be64[] Entries)[] _cache = new (int, Be64[])[CachedTables];

    public Qcow2Source(Source file) : this(file, Qcow2HeaderReader.Read(file))
    {
    }

    private Qcow2Source(Source file, Qcow2Header header) : base((long)(ulong)header.VirtualSize, file.Path)
    {
        _file = file;
        _cluster = new((int)(uint)header.ClusterBits);
        _hasZeroFlag = header.Version >= 3;
        _l1 = ReadTable((long)(ulong)header.L1TableOffset, (int)(uint)header.L1Size);
        Array.Fill(_cache, (-1, []));
    }

    public override IEnumerable<(long Offset, long Length)> DataRuns()
    {
        long start = 0, end = 0;
        foreach (long offset in DataClusters())
        {
            if (offset > end)
            {
                if (end > start)
                    yield return (start, end - start);
                start = offset;
            }

            end = Math.Min(offset + _cluster.Bytes, Length);
        }

        if (end > start)
            yield return (start, end - start);
    }

    private protected override void Fill(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int within = (int)(offset & _cluster.Bytes - 1);
            var host = HostOffset(_cluster.GuestAt(offset));
            int count = (int)Math.Min(into.Length, RunFrom(_cluster.GuestAt(offset), host, within + (long)into.Length) - within);
            if (host is { } start)
                ReadHost(start + within, into[..count]);
            else
                into[..count].Clear();
            into = into[count..];
            offset += count;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }

    private protected override long? PlaceInFile(long offset) =>
        HostOffset(_cluster.GuestAt(offset)) is { } start ? start + (offset & _cluster.Bytes - 1) : null;

    /// <summary>Where the clusters that are not zeros begin on the guest's disk.</summary>
    private IEnumerable<long> DataClusters()
    {
        for (int table = 0; table < _l1.Length && table * _cluster.BytesPerTable < Length; table++)
        {
            if (_l1[table] == 0)
                continue;

            long start = table * _cluster.BytesPerTable, end = Math.Min(start + _cluster.BytesPerTable, Length);
            for (long offset = start; offset < end; offset += _cluster.Bytes)
            {
                if (HostOffset(_cluster.GuestAt(offset)) is not null)
                    yield return offset;
            }
        }
    }

    /// <summary>How many bytes from a cluster on lie together in the file, or are zeros together: one call reads them.</summary>
    private long RunFrom(GuestCluster guest, long? host, long wanted)
    {
        long run = _cluster.Bytes;
        for (int next = 1; run < wanted && HostOffset(guest + next) == (host is { } start ? start + run : null); next++)
            run += _cluster.Bytes;
        return run;
    }

    /// <summary>Images may end within their last cluster; what is missing are zeros.</summary>
    private void ReadHost(long offset, Span<byte> into)
    {
        int there = (int)Math.Clamp(_file.Length - offset, 0, into.Length);
        _file.ReadAt(offset, into[..there]);
        into[there..].Clear();
    }

    /// <summary>Where a cluster lies in the file; null where it is zeros.</summary>
    private long? HostOffset(GuestCluster guest)
    {
        ulong pointer = _l1[_cluster.TableOf(guest)];
        if ((pointer & Qcow2Entry.Reserved) != 0)
            throw BadEntry("L1", guest, pointer, "has reserved bits set");

        long table = (long)(pointer & Qcow2Entry.OffsetMask);
        if (table == 0)
            return null;

        ulong entry = TableAt(table, _cluster.TableOf(guest))[_cluster.EntryOf(guest)];
        return HostOffset(guest, entry);
    }

    private long? HostOffset(GuestCluster guest, ulong entry)
    {
        if ((entry & Qcow2Entry.Compressed) != 0)
            throw BadEntry("L2", guest, entry, "is of a compressed cluster, which cannot be read yet");
        if ((entry & Qcow2Entry.Reserved & ~(_hasZeroFlag ? Qcow2Entry.Zero : 0)) != 0)
            throw BadEntry("L2", guest, entry, "has reserved bits set");
        if ((entry & Qcow2Entry.Zero) != 0)
            return null;

        long offset = (long)(entry & Qcow2Entry.OffsetMask);
        if (offset % _cluster.Bytes != 0 || offset >= _file.Length)
            throw BadEntry("L2", guest, entry, "points to no cluster of the file");
        return offset == 0 ? null : offset;
    }

    private Be64[] TableAt(long offset, int index)
    {
        lock (_cache)
        {
            ref var cached = ref _cache[index % CachedTables];
            if (cached.Index != index)
            {
                if (offset % _cluster.Bytes != 0)
                {
                    throw _file.Bad("QCW011",
                        $"L1 entry {index} points to {offset}, not a multiple of the cluster size {_cluster.Bytes}");
                }

                cached = (index, ReadTable(offset, _cluster.EntriesPerTable));
            }

            return cached.Entries;
        }
    }

    private Be64[] ReadTable(long offset, int count)
    {
        // Nothing is allocated that the file does not have.
        long length = (long)count * sizeof(ulong);
        if (offset < 0 || offset > _file.Length || length > _file.Length - offset)
        {
            throw _file.Bad("QCW010",
                $"a table of {length:N0} bytes at {offset:N0} does not lie within the file's {_file.Length:N0}");
        }

        var entries = new Be64[count];
        _file.ReadAt(offset, MemoryMarshal.AsBytes(entries.AsSpan()));
        return entries;
    }

    private BadFormatException BadEntry(string table, GuestCluster guest, ulong entry, string what) =>
        _file.Bad("QCW011", $"the {table} entry 0x{entry:x16} for the guest's cluster {guest.Number} {what}");
}
