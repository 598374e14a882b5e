using System.Text;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// An EROFS volume, which is read only: planned from a tree, or opened.
/// </summary>
public sealed partial class ErofsVolume : Volume
{
    private readonly Source _source;
    private readonly ErofsReader _reader;
    private readonly ErofsEntry _root;

    private ErofsVolume(Source source) : base(source)
    {
        _source = source;
        _reader = new(source);
        _root = ToEntry("", "", Superblock.RootNid);
        if (!_root.IsFolder)
            throw source.Bad(VolumeFaults.ErofsInode, $"the root is no folder", _root.Node.Offset, ErofsCompactInode.Size);
    }

    /// <inheritdoc/>
    public override string Kind => "erofs";

    /// <inheritdoc/>
    public override long Length => _reader.OffsetOf(Superblock.Blocks);

    /// <summary>The UUID.</summary>
    public Guid Uuid => new(Superblock.Uuid, bigEndian: true);

    /// <summary>When it was made.</summary>
    public UnixTime Time => new(Superblock.BuildTime, (int)Superblock.BuildNanoseconds);

    /// <inheritdoc/>
    public override IReadOnlyCollection<Fault> Faults => [];

    private ref readonly ErofsSuperblock Superblock => ref _reader.Superblock;

    /// <summary>
    /// Plans a volume for a tree, without reading the files' bytes, unless they are to be compressed: then that is done now.
    /// </summary>
    public static Regions Plan(Tree tree, ErofsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var volume = new ErofsPlanner(tree, options ?? new());
        volume.NumberNodes();
        volume.ShareXattrs();
        volume.FindHoles();
        volume.CompressFiles();
        volume.ShapeNodes();
        volume.PlaceInodes();
        volume.PlaceData();
        volume.WriteFolders();
        volume.WriteIndexes();
        return volume.ToRegions();
    }

    /// <summary>Opens the volume in a source. The source is closed with it, or at once if there is no volume.</summary>
    public static ErofsVolume Open(Source source)
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
    public override string? ReadLabel()
    {
        ReadOnlySpan<byte> name = Superblock.VolumeName;
        name = name.IndexOf((byte)0) is >= 0 and var length ? name[..length] : name;
        return name.IsEmpty ? null : Encoding.UTF8.GetString(name);
    }

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();
}
