namespace Bq2.Image;

/// <summary>
/// The disk inside a QCOW2 image, read and written in place. Clusters shared with snapshots are copied before they change; compressed
/// clusters become uncompressed when written. Images with subclusters, with an external data file, or marked as corrupt are refused.
/// </summary>
/// <remarks>
/// Data go straight into the file: in place if the image already has its own cluster for them, else into free clusters. The refcounts
/// and the mapping are collected in memory, at most about 8 MiB, and written in an order that is safe to interrupt, see
/// <see cref="Commit"/>.
/// </remarks>
internal sealed partial class Qcow2Disk : WritableDisk
{
    private readonly WritableDisk _file;
    private readonly Qcow2Reader _reader;
    private readonly Qcow2Refcounts _counts;
    private readonly ClusterSize _cluster;
    private readonly int _version;
    private readonly bool _keepsOldSizes;
    private readonly ReaderWriterLockSlim _gate = new();

    private Qcow2Header _header;
    private bool _isMarked;
    private bool _isClosed;

    private Qcow2Disk(WritableDisk file, Qcow2HeaderInfo head, Source? backing) : base(head.VirtualSize, file.Path)
    {
        (_file, _header, _cluster, _version) = (file, head.Header, head.Cluster, head.Version);
        _keepsOldSizes = _version >= 3 || head.Header.SnapshotCount == 0;
        _reader = new(file, head, data: null, backing);
        _counts = new(file, head);
        ProtectTables(head);
    }

    private Qcow2Mapping Mapping => _reader.Mapping;

    public override IEnumerable<(long Offset, long Length)> DataRuns() => _reader.DataRuns(0, Length);

    internal override IEnumerable<MapPiece> MapPieces() => Qcow2Map.Of(_reader, Length);

    public override void Flush() => Alone(() =>
    {
        Commit();
        _file.Flush();
    });

    private protected override void Fill(long offset, Span<byte> into)
    {
        _gate.EnterReadLock();
        try
        {
            _reader.Read(offset, into);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private protected override long? PlaceInFile(long offset) => _reader.PlaceInFile(offset);

    protected override void Dispose(bool disposing)
    {
        if (_isClosed)
            return;

        _isClosed = true;
        try
        {
            Alone(Close);
        }
        finally
        {
            _reader.Dispose();
            _file.Dispose();
            _gate.Dispose();
            base.Dispose(disposing);
        }
    }

    private void Alone(Action change)
    {
        _gate.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private void ProtectTables(Qcow2HeaderInfo head)
    {
        _counts.Protect(_cluster.HostAt(head.L1Offset), _cluster.Holding((long)head.L1Entries * sizeof(ulong)));
        foreach (ulong pointer in Mapping.L1)
            _counts.Protect(_cluster.HostAt((long)(pointer & Qcow2Entry.OffsetMask)), 1);
        if (head.Header.SnapshotCount > 0)
            _counts.Protect(_cluster.HostAt((long)(ulong)head.Header.SnapshotsOffset), 1);
    }
}
