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

    /// <summary>Takes ownership of the file if it is a writable image.</summary>
    public static Qcow2Disk Open(WritableDisk file, OpenOptions options)
    {
        var chain = new ImageChain(options);
        if (file.Path is { } path)
            chain.Remember(path);
        return OpenOver(file, chain.OpenBacking);
    }

    /// <summary>The same with a backing file that the caller opens, null for none; the disk closes it.</summary>
    public static Qcow2Disk OpenOver(WritableDisk file, Func<Source, Qcow2HeaderInfo, Source?> openBacking)
    {
        var head = Qcow2HeaderReader.Read(file);
        RefuseWhatCannotBeWritten(file, head);
        if (head.Features.HasFlag(Qcow2Features.Dirty))
            RepairAfterInterruption(file);

        var backing = openBacking(file, head);
        try
        {
            return new(file, head, backing);
        }
        catch
        {
            backing?.Dispose();
            throw;
        }
    }

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

    private static void RefuseWhatCannotBeWritten(Source file, Qcow2HeaderInfo head)
    {
        if (head.Features.HasFlag(Qcow2Features.Corrupt))
        {
            throw file.Bad(ImageFaults.ReadOnlyImage, $"the image is marked as corrupt: it can be read, but not written",
                Qcow2Header.FeaturesPlace, "convert it to copy the readable part into a new image");
        }

        string? reason = head.Features.HasFlag(Qcow2Features.ExternalData) ? "with an external data file"
            : head.Cluster.HasParts ? "with extended L2 entries" : null;
        if (reason is not null)
        {
            throw file.Bad(ImageFaults.ReadOnlyImage,
                $"an image {reason} can be read, but not written", Qcow2Header.FeaturesPlace, "convert it to a plain image");
        }
    }

    /// <summary>
    /// The last writer was interrupted. If it wrote in our order, there are at most leaks; if it let the refcounts lag, as QEMU's lazy
    /// refcounts do, they are too low, and trusting them would overwrite data.
    /// </summary>
    private static void RepairAfterInterruption(WritableDisk file)
    {
        var found = Qcow2Check.RepairLeaks(file);
        if (found.Corruptions + found.CheckErrors > 0)
        {
            throw file.Bad(ImageFaults.ReadOnlyImage,
                $"the image's last writer was interrupted and left {found.Corruptions:N0} wrong refcounts and flags",
                Qcow2Header.FeaturesPlace, "repair it with qemu-img check -r all; reading works without that");
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
