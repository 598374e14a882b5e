using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Lays out a tree as a FAT volume: all folders first, so that the tree is read in one piece, then all files in the tree's order, each
/// contiguous. Only metadata are made here; the files' bytes stay where they are.
/// </summary>
internal sealed class FatPlanner
{
    private readonly FatOptions _options;
    private readonly FatShortName? _label;
    private readonly List<FatFolder> _folders;
    private readonly Dictionary<TreeEntry, FatFolder> _folderOf;
    private readonly List<TreeEntry> _files;
    private readonly FatCluster[] _fileClusters;
    private readonly FatLayout _layout;
    private readonly uint[] _fat;
    private FatCluster _next = FatCluster.First;

    public FatPlanner(Tree tree, FatOptions options)
    {
        _label = FatLabel.Of(options.Label);
        _folders = FatFolderNames.For(tree, hasLabel: _label is not null);
        _folderOf = _folders.ToDictionary(folder => folder.Entry);
        _files = FilesIn(_folders);
        _fileClusters = new FatCluster[_files.Count];
        _layout = options.Size is { } size
            ? FatSizing.For(options.Type, size, options.SectorSize)
            : ForContent(options.Type ?? FatType.Fat32, options.SectorSize);
        Regions = new(_layout.Length);
        byte[] seed = TreeSeed.Of(tree, _layout.Length, options.SectorSize);
        _options = options with { VolumeId = options.VolumeId ?? DerivedId.UInt32(seed, "fat-volume-id") };

        CheckRoot();
        long needed = ClustersNeeded(_layout.ClusterSize, _layout.Type);
        if (needed > _layout.Clusters)
            throw TooFull(needed);
        _fat = new uint[FatCluster.First.Number + needed];
    }

    public Regions Regions { get; }

    private FatFolder Root => _folders[0];

    private bool RootHasClusters => _layout.Type == FatType.Fat32;

    public void AllocateClusters()
    {
        _fat[0] = FatCluster.Mask & ~0xffu | _layout.Geometry.Media;
        _fat[1] = FatCluster.EndOfChain;   // with the two bits for "closed properly" and "no errors" set
        foreach (var folder in _folders)
        {
            if (folder != Root || RootHasClusters)
                folder.Cluster = Allocate(folder.ClustersOf(_layout.ClusterSize));
        }

        for (int i = 0; i < _fileClusters.Length; i++)
            _fileClusters[i] = Allocate(Align.Units(_files[i].Content!.Length, _layout.ClusterSize));
    }

    public void PlaceBootSectors()
    {
        byte[] boot = FatBootWriter.Boot(_layout, _options, _label);
        Place(0, boot);
        if (_layout.Type != FatType.Fat32)
            return;

        byte[] info = StructBytes.ToBytes(FsInfo());
        Place(FatBootWriter.FsInfoSector, info);
        Place(FatBootWriter.BackupSector, boot);
        Place(FatBootWriter.BackupSector + FatBootWriter.FsInfoSector, info);
    }

    public void PlaceFats()
    {
        // After the last used cluster the FAT is zeros, which need no memory.
        byte[] fat = FatPacking.Pack(_fat, _layout.Type);
        for (int i = 0; i < _layout.FatCount; i++)
            Regions.Add(_layout.OffsetOfFat(i), Content.FromBytes(fat));
    }

    public void PlaceFolders()
    {
        int file = 0;
        foreach (var folder in _folders)
        {
            byte[] rows = RowsOf(folder, ref file);
            Regions.Add(folder == Root
                && !RootHasClusters ? _layout.RootOffset : _layout.OffsetOf(folder.Cluster), Content.FromBytes(rows));
        }
    }

    public void PlaceFiles()
    {
        for (int i = 0; i < _files.Count; i++)
        {
            if (_fileClusters[i] != FatCluster.None)
                Regions.Add(_layout.OffsetOf(_fileClusters[i]), _files[i].Content!);
        }
    }

    /// <summary>The files in the order of their folders: every pass uses this order.</summary>
    private static List<TreeEntry> FilesIn(List<FatFolder> folders)
    {
        var files = new List<TreeEntry>();
        foreach (var folder in folders)
        {
            foreach (var child in folder.Entry.Sorted())
            {
                if (child.IsFolder)
                    continue;
                if (child.Content!.Length > uint.MaxValue)
                {
                    throw Failure.Of(ImageFaults.FileTooLarge,
                        $"the file has {child.Content.Length:N0} bytes, but FAT keeps up to {uint.MaxValue:N0}", child.Path);
                }

                files.Add(child);
            }
        }

        return files;
    }

    private FatLayout ForContent(FatType type, int sectorSize) =>
        FatSizing.ForContent(type, clusterSize => ClustersNeeded(clusterSize, type), sectorSize);

    private long ClustersNeeded(int clusterSize, FatType type)
    {
        long needed = 0;
        foreach (var folder in _folders)
            needed += folder == Root && type != FatType.Fat32 ? 0 : folder.ClustersOf(clusterSize);
        foreach (var file in _files)
            needed += Align.Units(file.Content!.Length, clusterSize);
        return needed;
    }

    private void CheckRoot()
    {
        if (RootHasClusters || Root.Rows <= _layout.RootEntries)
            return;

        throw Failure.Of(ImageFaults.FolderFull,
            $"the root folder needs {Root.Rows:N0} rows and FAT{(int)_layout.Type} has {_layout.RootEntries:N0}; a long name takes several",
            hint: "put the files into folders, or use FAT32");
    }

    private void Place(int sector, byte[] bytes) => Regions.Add((long)sector * _layout.SectorSize, Content.FromBytes(bytes));

    /// <summary>A chain of adjacent clusters. An empty file has cluster 0: fsck rejects any other.</summary>
    private FatCluster Allocate(long count)
    {
        if (count == 0)
            return FatCluster.None;

        var first = _next;
        _next += count;
        for (uint cluster = first.Number; cluster < _next.Number - 1; cluster++)
            _fat[cluster] = cluster + 1;
        _fat[_next.Number - 1] = FatCluster.EndOfChain;
        return first;
    }

    private FatFsInfo FsInfo()
    {
        long free = _layout.Clusters - (_next.Number - FatCluster.First.Number);
        return FatFsInfo.For(free, free > 0 ? _next : null);
    }

    private byte[] RowsOf(FatFolder folder, ref int file)
    {
        var rows = new FatRowWriter(folder.Rows, _options.Time);
        if (folder.Parent is { } parent)
        {
            // In "..", the root is always cluster 0.
            rows.AddDots(folder.Cluster, parent == Root ? FatCluster.None : parent.Cluster, folder.Entry.Attributes.Time);
        }
        else if (_label is { } label)
        {
            rows.AddLabel(label);
        }

        int index = 0;
        foreach (var child in folder.Entry.Sorted())
        {
            var name = folder.Names[index++];
            if (child.IsFolder)
                rows.AddFolder(name, _folderOf[child].Cluster, child.Attributes.Time);
            else
                rows.AddFile(name, _fileClusters[file++], (uint)child.Content!.Length, child.Attributes.Time);
        }

        return rows.ToBytes();
    }

    private FaultException TooFull(long needed) =>
        Failure.Of(ImageFaults.VolumeFull,
            $"the content needs {needed:N0} clusters of {_layout.ClusterSize:N0} bytes, the volume has {_layout.Clusters:N0}",
            hint: "make the volume larger, or let the content determine its size");
}
