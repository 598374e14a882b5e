using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Writes a <see cref="Qcow2Plan"/>, the header last, so that an interrupted image is not mistaken for a valid one. The data go to the
/// external data file if there is one.
/// </summary>
internal sealed class Qcow2Writer
{
    private readonly SafeFileHandle _target;
    private readonly SafeFileHandle? _data;
    private readonly Qcow2Plan _plan;
    private readonly Qcow2Options _options;
    private readonly ClusterSize _cluster;
    private readonly Qcow2Places _places;

    public Qcow2Writer(SafeFileHandle target, SafeFileHandle? data, Qcow2Plan plan, Qcow2Options options)
    {
        (_target, _data, _plan, _options, _cluster) = (target, data, plan, options, plan.Cluster);
        _places = new(target, plan);
    }

    public Qcow2Summary Summary =>
        new(_plan.VirtualSize, _cluster.OffsetOf(_places.End), _places.Mapped, _cluster.Bytes);

    public void MakeEmpty()
    {
        RandomAccess.SetLength(_target, 0);
        if (_data is not null)
            RandomAccess.SetLength(_data, 0);
    }

    /// <summary>Writes the clusters, and the L2 tables that lead to them.</summary>
    public void CopyData(Regions regions, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (_data is not null)
            RandomAccess.SetLength(_data, _plan.VirtualSize);
        if (_plan.MapsAll)
            CopyToPreallocated(regions, progress, cancellation);
        else
            CopyWhatThereIs(regions, progress, cancellation);

        // The last cluster was written whole, but an external data file ends where the disk ends.
        _places.Flush();
        RandomAccess.SetLength(_target, _cluster.OffsetOf(_places.End));
        if (_data is not null)
            RandomAccess.SetLength(_data, _plan.VirtualSize);
    }

    private void CopyWhatThereIs(Regions regions, IProgress<long>? progress, CancellationToken cancellation)
    {
        var chunks = regions.Chunks(ClusterWorker.ChunkSize(_cluster));
        Conveyor.Run(chunks, _options.Threads, Hire, progress, cancellation);

        ClusterWorker Hire() => new(_data ?? _target, regions, _places, _cluster, _options.Compression);
    }

    /// <summary>Preallocates every cluster in the guest's order: from the first one on, the file looks like a raw image.</summary>
    private void CopyToPreallocated(Regions regions, IProgress<long>? progress, CancellationToken cancellation)
    {
        for (long guest = 0; guest < _plan.DataClusters; guest++)
            _places.Map(new(guest), _places.Take(new(guest)));

        RandomAccess.SetLength(_target, _cluster.OffsetOf(_places.End));
        long start = _data is null ? _cluster.OffsetOf(_plan.FirstData) : 0;
        RawImage.CopyTo(_data ?? _target, start, regions, _options.Preallocation, _options.Threads, progress, cancellation);
    }

    /// <summary>Sets the refcounts of the metadata before the data: one each, except for unused L2 tables.</summary>
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

    public void WriteRefcountTable() =>
        RandomAccess.Write(_target, Qcow2Metadata.RefcountTable(_plan), _cluster.OffsetOf(_plan.RefcountTable));

    public void WriteL1Table() =>
        RandomAccess.Write(_target, Qcow2Metadata.L1Table(_plan, _places.IsUsed), _cluster.OffsetOf(Qcow2Plan.L1));

    public void WriteHeader() => RandomAccess.Write(_target, Qcow2Metadata.Header(_plan, _options), 0);
}
