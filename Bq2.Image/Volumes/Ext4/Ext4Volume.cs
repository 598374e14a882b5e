using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// An ext4 volume: planned from a tree, or opened for reading. Volumes of ext2 and ext3 are read as well.
/// </summary>
/// <example>
/// <code>
/// var root = Tree.FromFolder("rootfs");
/// RawImage.Write("root.img", Ext4Volume.Plan(root, new() { Label = "root" }));
/// </code>
/// </example>
public sealed partial class Ext4Volume : Volume
{
    private readonly Source _source;
    private readonly Ext4Facts _facts;
    private readonly Ext4Doubts _doubts = new();
    private readonly Ext4InodeReader _inodes;

    private Ext4Volume(Source source) : base(source)
    {
        _source = source;
        _facts = Ext4SuperReader.Read(source);
        _inodes = new(source, _facts, _doubts);
        if (_facts.Has(Ext4Incompatible.NeedsRecovery))
        {
            _doubts.Add(source.Bad(VolumeFaults.Ext4NeedsRecovery,
                $"the volume was not unmounted: what its journal has is not in its files yet", Ext4SuperBlock.Offset + 96, sizeof(uint)));
        }
    }

    /// <summary>ext4, or ext3 or ext2 for a volume that has nothing newer.</summary>
    public override string Kind =>
        (_facts.Incompatible & (Ext4Incompatible.Extents | Ext4Incompatible.Has64Bit | Ext4Incompatible.FlexGroups)) != 0 ? "ext4"
            : (_facts.Compatible & Ext4Compatible.HasJournal) != 0 ? "ext3"
            : "ext2";

    /// <inheritdoc/>
    public override long Length => _facts.Blocks * _facts.BlockSize;

    /// <summary>The volume's UUID.</summary>
    public Guid Uuid => _facts.Uuid;

    /// <summary>The size of a block in bytes.</summary>
    public int BlockSize => _facts.BlockSize;

    /// <summary>What is wrong with the volume as far as it was read, such as names that were left out or checksums that differ.</summary>
    public override IReadOnlyCollection<Fault> Faults => _doubts.Faults;

    /// <summary>Plans a volume for a tree, without reading the files' bytes.</summary>
    public static Regions Plan(Tree tree, Ext4Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var volume = new Ext4Planner(tree, options ?? new());
        volume.NumberInodes();
        volume.WriteFolders();
        volume.CutFiles();
        volume.ChooseLayout();
        volume.AllocateBlocks();
        volume.PlaceFolders();
        volume.PlaceJournal();
        volume.PlaceGrowth();
        volume.PlaceFiles();
        volume.PlaceGroups();
        volume.Finish();
        return volume.Regions;
    }

    /// <summary>Opens the volume in a source. The source is closed with it, or at once if there is no volume.</summary>
    public static Ext4Volume Open(Source source)
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

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();
}
