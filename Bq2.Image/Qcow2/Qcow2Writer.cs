using System.Buffers;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Writes what a <see cref="Qcow2Plan"/> has arranged; the header last, so that an image cut off before is none.
/// </summary>
internal sealed class Qcow2Writer
{
    private readonly SafeFileHandle _target;
    private readonly Qcow2Plan _plan;
    private readonly ClusterSize _cluster;

    // One for each planned table; null as long as everything in its reach is zeros, and then it is never written or counted.
    private readonly byte[]?[] _tables;

    private int _table;
    private HostCluster _end;

    public Qcow2Writer(SafeFileHandle target, Qcow2Plan plan)
    {
        (_target, _plan, _cluster) = (target, plan, plan.Cluster);
        _tables = new byte[plan.Tables.Count][];
        _end = plan.FirstData;
    }

    public Qcow2Summary Summary =>
        new(_plan.VirtualSize, _cluster.OffsetOf(_end), _end - _plan.FirstData, _cluster.Bytes);

    public void MakeEmpty() => RandomAccess.SetLength(_target, 0);

    public void CopyData(Regions regions, IProgress<long>? progress)
    {
        using var reader = new RegionReader(regions);
        int size = Math.Max(Chunk.UsualSize, _cluster.Bytes);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        foreach (var chunk in regions.Chunks(size))
        {
            // The disk may end within a cluster, but a cluster is always written whole.
            var clusters = buffer.AsSpan(0, Align.Up(chunk.Length, _cluster.Bytes));
            reader.Read(chunk.Offset, clusters[..chunk.Length]);
            clusters[chunk.Length..].Clear();

            long place = _cluster.OffsetOf(_end);
            int kept = MapAndPack(_cluster.GuestAt(chunk.Offset), clusters);
            RandomAccess.Write(_target, clusters[..kept], place);
            progress?.Report(chunk.End);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        RandomAccess.SetLength(_target, _cluster.OffsetOf(_end));
    }

    /// <summary>
    /// Maps the clusters that are not zeros and moves them together, so that one call writes them. Says how many bytes
    /// those are.
    /// </summary>
    private int MapAndPack(GuestCluster guest, Span<byte> clusters)
    {
        int kept = 0;
        for (int start = 0; start < clusters.Length; start += _cluster.Bytes, guest += 1)
        {
            var cluster = clusters.Slice(start, _cluster.Bytes);
            if (!cluster.ContainsAnyExcept((byte)0))
                continue;

            if (kept != start)
                cluster.CopyTo(clusters[kept..]);
            kept += _cluster.Bytes;
            Map(guest);
        }

        return kept;
    }

    private void Map(GuestCluster guest)
    {
        // Guest clusters come in order, so their tables do.
        while (_plan.Tables[_table] < _cluster.TableOf(guest))
            _table++;

        var entries = MemoryMarshal.Cast<byte, Be64>((_tables[_table] ??= new byte[_cluster.Bytes]).AsSpan());
        entries[_cluster.EntryOf(guest)] = Pointer(_end);
        _end += 1;
    }

    public void WriteL2Tables()
    {
        for (int first = 0; first < _tables.Length; first++)
        {
            var run = new List<ReadOnlyMemory<byte>>();
            for (int i = first; i < _tables.Length && _tables[i] is { } table; i++)
                run.Add(table);

            if (run.Count > 0)
                RandomAccess.Write(_target, run, _cluster.OffsetOf(_plan.FirstTable + first));
            first += run.Count;
        }
    }

    public void WriteRefcountBlocks()
    {
        long planned = _plan.RefcountBlocks * _cluster.CountsPerBlock;
        var counts = new Be16[Math.Min(planned, Chunk.UsualSize / sizeof(ushort))];
        for (long first = 0; first < planned; first += counts.Length)
        {
            var window = counts.AsSpan(0, (int)Math.Min(counts.Length, planned - first));
            CountFrom(new(first), window);
            long offset = _cluster.OffsetOf(_plan.FirstRefcountBlock) + first * sizeof(ushort);
            RandomAccess.Write(_target, MemoryMarshal.AsBytes(window), offset);
        }
    }

    /// <summary>Every cluster of the file counts once, but for the tables that were not needed.</summary>
    private void CountFrom(HostCluster first, Span<Be16> counts)
    {
        int used = (int)Math.Clamp(_end - first, 0, counts.Length);
        counts[..used].Fill(1);
        counts[used..].Clear();

        long shift = _plan.FirstTable - first;
        for (long i = Math.Max(0, -shift); i < _tables.Length && i + shift < used; i++)
        {
            if (_tables[i] is null)
                counts[(int)(i + shift)] = 0;
        }
    }

    public void WriteRefcountTable()
    {
        var entries = new Be64[_plan.RefcountBlocks];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = (ulong)_cluster.OffsetOf(_plan.FirstRefcountBlock + i);
        RandomAccess.Write(_target, MemoryMarshal.AsBytes(entries.AsSpan()), _cluster.OffsetOf(_plan.RefcountTable));
    }

    public void WriteL1Table()
    {
        var entries = new Be64[_plan.L1Entries];
        for (int i = 0; i < _tables.Length; i++)
        {
            if (_tables[i] is not null)
                entries[_plan.Tables[i]] = Pointer(_plan.FirstTable + i);
        }

        RandomAccess.Write(_target, MemoryMarshal.AsBytes(entries.AsSpan()), _cluster.OffsetOf(Qcow2Plan.L1));
    }

    public void WriteHeader()
    {
        var header = new Qcow2Header
        {
            Magic = Qcow2Header.MagicQfi,
            Version = 3,
            ClusterBits = (uint)_cluster.Bits,
            VirtualSize = (ulong)_plan.VirtualSize,
            L1Size = (uint)_plan.L1Entries,
            L1TableOffset = (ulong)_cluster.OffsetOf(Qcow2Plan.L1),
            RefcountTableOffset = (ulong)_cluster.OffsetOf(_plan.RefcountTable),
            RefcountTableClusters = (uint)_plan.RefcountTableClusters,
            RefcountOrder = 4,
            HeaderLength = Qcow2Header.Size,
        };
        RandomAccess.Write(_target, StructBytes.ToBytes(header), 0);
    }

    // Nothing in a new image is shared, so every pointer may say so.
    private ulong Pointer(HostCluster cluster) => (ulong)_cluster.OffsetOf(cluster) | Qcow2Entry.Copied;
}
