using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Lays a tree out as a FAT32 volume: all folders first, so that reading the tree reads one stretch, then all files in the
/// tree's order, every one in one piece. Only the metadata is made here; the files' bytes stay where they are.
/// </summary>
internal sealed class FatPlanner
{
    private const int FsInfoSector = 1;
    private const int BackupSector = 6;

    private readonly FatOptions _options;
    private readonly FatShortName? _label;
    private readonly List<FatFolder> _folders;
    private readonly Dictionary<TreeEntry, FatFolder> _folderOf;
    private readonly Dictionary<TreeEntry, FatCluster> _fileClusters = [];
    private readonly FatLayout _layout;
    private readonly byte[] _fat;
    private FatCluster _next = FatCluster.First;

    public FatPlanner(Tree tree, FatOptions options)
    {
        _options = options;
        _label = FatLabel.Of(options.Label);
        _folders = FatFolderNames.For(tree, hasLabel: _label is not null);
        _folderOf = _folders.ToDictionary(folder => folder.Entry);
        _layout = options.Size is { } size
            ? FatLayout.For(size, options.SectorSize)
            : FatLayout.ForContent(ClustersNeeded, options.SectorSize);
        Regions = new((long)_layout.TotalSectors * _layout.SectorSize);

        long needed = ClustersNeeded(_layout.ClusterSize);
        if (needed > _layout.Clusters)
            throw TooFull(needed);
        _fat = new byte[(FatCluster.First.Number + needed) * sizeof(uint)];
    }

    public Regions Regions { get; }

    private Span<uint> Entries => MemoryMarshal.Cast<byte, uint>(_fat.AsSpan());

    private IEnumerable<TreeEntry> Files =>
        _folders.SelectMany(folder => folder.Entry.Children).Where(child => !child.IsFolder);

    public void AllocateClusters()
    {
        Entries[0] = FatCluster.Mask & ~0xffu | FatBootSector.FixedMedia;
        Entries[1] = FatCluster.EndOfChain;   // with the two bits that say: closed properly, no errors
        foreach (var folder in _folders)
            folder.Cluster = Allocate(folder.ClustersOf(_layout.ClusterSize));
        foreach (var file in Files)
            _fileClusters[file] = Allocate(Align.Units(LengthOf(file), _layout.ClusterSize));
    }

    public void PlaceBootSectors()
    {
        byte[] boot = StructBytes.ToBytes(BootSector()), info = StructBytes.ToBytes(FsInfo());
        Place(0, boot);
        Place(FsInfoSector, info);
        Place(BackupSector, boot);
        Place(BackupSector + FsInfoSector, info);
    }

    public void PlaceFats()
    {
        // Behind the last cluster in use a FAT is zeros, which nobody needs to hold.
        for (int i = 0; i < _layout.FatCount; i++)
            Regions.Add(_layout.OffsetOfFat(i), Content.FromBytes(_fat));
    }

    public void PlaceFolders()
    {
        foreach (var folder in _folders)
            Regions.Add(_layout.OffsetOf(folder.Cluster), Content.FromBytes(RowsOf(folder)));
    }

    public void PlaceFiles()
    {
        foreach (var file in Files.Where(file => LengthOf(file) > 0))
            Regions.Add(_layout.OffsetOf(_fileClusters[file]), file.Content!);
    }

    private void Place(int sector, byte[] bytes) => Regions.Add((long)sector * _layout.SectorSize, Content.FromBytes(bytes));

    private long ClustersNeeded(int clusterSize) =>
        _folders.Sum(folder => folder.ClustersOf(clusterSize)) + Files.Sum(file => Align.Units(LengthOf(file), clusterSize));

    /// <summary>A chain of neighbours. Nothing, for an empty file, is cluster 0: fsck objects to any other.</summary>
    private FatCluster Allocate(long count)
    {
        if (count == 0)
            return FatCluster.None;

        var first = _next;
        _next += count;
        var entries = Entries;
        for (uint cluster = first.Number; cluster < _next.Number - 1; cluster++)
            entries[(int)cluster] = cluster + 1;
        entries[(int)_next.Number - 1] = FatCluster.EndOfChain;
        return first;
    }

    private FatBootSector BootSector()
    {
        var boot = new FatBootSector
        {
            BytesPerSector = (ushort)_layout.SectorSize,
            SectorsPerCluster = (byte)_layout.SectorsPerCluster,
            ReservedSectors = (ushort)_layout.ReservedSectors,
            FatCount = (byte)_layout.FatCount,
            Media = FatBootSector.FixedMedia,
            SectorsPerTrack = 32,             // mtools wants something likely here; nobody computes with it
            Heads = 64,
            HiddenSectors = _options.HiddenSectors,
            TotalSectors = _layout.TotalSectors,
            SectorsPerFat = _layout.SectorsPerFat,
            RootCluster = _folders[0].Cluster.Number,
            FsInfoSector = FsInfoSector,
            BackupBootSector = BackupSector,
            DriveNumber = 0x80,
            ExtendedSignature = FatBootSector.HasVolumeId,
            VolumeId = _options.VolumeId,
            Label = _label ?? FatLabel.None,
            Signature = FatBootSector.BootSignature,
        };
        new byte[] { 0xeb, 0x58, 0x90 }.CopyTo(boot.Jump);
        "BQ2     "u8.CopyTo(boot.OemName);
        "FAT32   "u8.CopyTo(boot.TypeName);
        new byte[] { 0xf4, 0xeb, 0xfd }.CopyTo(boot.BootCode);   // a BIOS that starts it stands still
        return boot;
    }

    private FatFsInfo FsInfo()
    {
        long used = _next.Number - FatCluster.First.Number;
        return new()
        {
            LeadSignature = FatFsInfo.LeadMagic,
            StructSignature = FatFsInfo.StructMagic,
            FreeCount = (uint)(_layout.Clusters - used),
            NextFree = used < _layout.Clusters ? _next.Number : FatFsInfo.Unknown,
            TrailSignature = FatFsInfo.TrailMagic,
        };
    }

    private byte[] RowsOf(FatFolder folder)
    {
        var rows = new FatRowWriter(folder.Rows, _options.Time);
        if (folder.Parent is { } parent)
        {
            // To ".." the root is cluster 0, wherever it really lies.
            rows.AddDots(folder.Cluster, parent.Parent is null ? FatCluster.None : parent.Cluster, folder.Entry.Time);
        }
        else if (_label is { } label)
        {
            rows.AddLabel(label);
        }

        foreach (var (child, name) in folder.Entry.Children.Zip(folder.Names))
        {
            if (child.IsFolder)
                rows.AddFolder(name, _folderOf[child].Cluster, child.Time);
            else
                rows.AddFile(name, _fileClusters[child], (uint)LengthOf(child), child.Time);
        }

        return rows.ToBytes();
    }

    private static long LengthOf(TreeEntry file)
    {
        long length = file.Content!.Length;
        if (length <= uint.MaxValue)
            return length;

        throw Failure.Of("FAT006", $"the file has {length:N0} bytes, but FAT keeps up to {uint.MaxValue:N0}", file.Path);
    }

    private BadFormatException TooFull(long needed) =>
        Failure.Of("FAT007",
            $"the content needs {needed:N0} clusters of {_layout.ClusterSize:N0} bytes, the volume has {_layout.Clusters:N0}",
            hint: "make the volume larger, or leave its size to the content");
}
