namespace Bq2.Image;

/// <summary>
/// A FAT12, FAT16 or FAT32 volume: planned from a tree, or opened for reading or writing.
/// </summary>
public sealed partial class FatVolume : Volume
{
    private readonly Source _source;
    private readonly FatBoot _boot;
    private readonly FatTable _table;
    private readonly FatChains _chains;
    private readonly FatEntry _root;

    // Closed with the volume, besides its source.
    private IDisposable? _owner;
    private bool _isClosed;

    private FatVolume(Source source) : base(source)
    {
        _source = source;
        _boot = FatBootReader.Read(source);
        _table = new(source, _boot);
        _chains = new(source, _boot.Layout, _table);
        _root = FatEntry.Root(_boot.RootCluster);
    }

    /// <summary>FAT12, FAT16 or FAT32.</summary>
    public FatType Type => _boot.Layout.Type;

    /// <summary>The serial number.</summary>
    public uint VolumeId => _boot.VolumeId;

    /// <summary>The cluster size in bytes.</summary>
    public int ClusterSize => _boot.Layout.ClusterSize;

    /// <inheritdoc/>
    public override long Length => _boot.Layout.Length;

    /// <inheritdoc/>
    public override string Kind => "fat";

    /// <summary>The volume was not closed properly after a change, and may need a check.</summary>
    public bool IsDirty => _boot.IsDirty;

    /// <summary>Plans a volume for a tree, without reading the files' bytes.</summary>
    public static Regions Plan(Tree tree, FatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var volume = new FatPlanner(tree, options ?? new());
        volume.AllocateClusters();
        volume.PlaceBootSectors();
        volume.PlaceFats();
        volume.PlaceFolders();
        volume.PlaceFiles();
        return volume.Regions;
    }

    /// <summary>Opens the volume in a source. The source is closed with it, or at once if there is no volume.</summary>
    public static FatVolume Open(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return new(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The same, for writing.</summary>
    public static FatVolume OpenForWriting(WritableDisk disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return OpenForWriting(disk, owner: null);
    }

    internal static FatVolume OpenForWriting(WritableDisk disk, IDisposable? owner)
    {
        var volume = Open(disk);
        (volume._disk, volume._owner) = (disk, owner);
        return volume;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isClosed)
            return;

        _isClosed = true;
        try
        {
            _editor?.Finish();
        }
        finally
        {
            _source.Dispose();
            _owner?.Dispose();
        }
    }
}
