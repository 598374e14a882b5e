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
    private readonly Qcow2Options _options;
    private readonly ClusterSize _cluster;
    private readonly Qcow2Places _places;

    public Qcow2Writer(SafeFileHandle target, Qcow2Plan plan, Qcow2Options options)
    {
        (_target, _plan, _options, _cluster) = (target, plan, options, plan.Cluster);
        _places = new(target, plan);
    }

    public Qcow2Summary Summary =>
        new(_plan.VirtualSize, _cluster.OffsetOf(_places.End), _places.Mapped, _cluster.Bytes);

    public void MakeEmpty() => RandomAccess.SetLength(_target, 0);

    /// <summary>Writes the clusters, and the L2 tables that lead to them.</summary>
    public void CopyData(Regions regions, IProgress<long>? progress)
    {
        if (_options.Preallocation == Preallocation.Off)
            CopyWhatThereIs(regions, progress);
        else
            CopyToPreallocated(regions, progress);

        _places.Flush();
        RandomAccess.SetLength(_target, _cluster.OffsetOf(_places.End));
    }

    private void CopyWhatThereIs(Regions regions, IProgress<long>? progress)
    {
        var chunks = regions.Chunks(ClusterWorker.ChunkSize(_cluster));
        Conveyor.Run(chunks, _options.Threads, Hire, progress);

        ClusterWorker Hire() => new(_target, regions, _places, _cluster, _options.Compression);
    }

    /// <summary>Every cluster has its place, in the guest's order: from the first of them on, the file is a raw image.</summary>
    private void CopyToPreallocated(Regions regions, IProgress<long>? progress)
    {
        for (long guest = 0; guest < _plan.DataClusters; guest++)
            _places.Map(new(guest), _places.Take());

        RandomAccess.SetLength(_target, _cluster.OffsetOf(_places.End));
        long start = _cluster.OffsetOf(_plan.FirstData);
        RawImage.CopyTo(_target, start, regions, _options.Preallocation, _options.Threads, progress);
    }

    /// <summary>The refcounts of what lies before the data: one each, but for the L2 tables that were not needed.</summary>
    public void WriteRefcounts()
    {
        var counts = new SlidingTable<Be16>(_target, _cluster.OffsetOf(_plan.FirstRefcountBlock), Chunk.UsualSize / sizeof(ushort));
        for (long i = 0; i < _plan.FirstTable.Number; i++)
            counts[i] = 1;
        for (int i = 0; i < _plan.Tables.Count; i++)
        {
            if (_places.IsUsed(i))
                counts[_plan.FirstTable.Number + i] = 1;
        }

        counts.Flush();
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
        for (int i = 0; i < _plan.Tables.Count; i++)
        {
            // Nothing in a new image is shared, so every pointer may say so.
            if (_places.IsUsed(i))
                entries[_plan.Tables[i]] = (ulong)_cluster.OffsetOf(_plan.FirstTable + i) | Qcow2Entry.Copied;
        }

        RandomAccess.Write(_target, MemoryMarshal.AsBytes(entries.AsSpan()), _cluster.OffsetOf(Qcow2Plan.L1));
    }

    public void WriteHeader()
    {
        bool isVersion2 = _options.Version == 2, isZstd = _options.Compression == Qcow2Compression.Zstd;
        var header = new Qcow2Header
        {
            Magic = Qcow2Header.MagicQfi,
            Version = (uint)_options.Version,
            ClusterBits = (uint)_cluster.Bits,
            VirtualSize = (ulong)_plan.VirtualSize,
            L1Size = (uint)_plan.L1Entries,
            L1TableOffset = (ulong)_cluster.OffsetOf(Qcow2Plan.L1),
            RefcountTableOffset = (ulong)_cluster.OffsetOf(_plan.RefcountTable),
            RefcountTableClusters = (uint)_plan.RefcountTableClusters,
            IncompatibleFeatures = (ulong)(isZstd ? Qcow2Features.CompressionType : Qcow2Features.None),
            RefcountOrder = 4,
            HeaderLength = Qcow2Header.Size,
            CompressionType = (byte)(isZstd ? Qcow2Compression.Zstd : Qcow2Compression.Zlib),
        };

        // Version 2 knows nothing of what follows its 72 bytes: there its extensions begin, and zeros say that there are none.
        var bytes = StructBytes.ToBytes(header).AsSpan(0, isVersion2 ? Qcow2Header.Version2Size : Qcow2Header.Size);
        RandomAccess.Write(_target, bytes, 0);
    }
}
