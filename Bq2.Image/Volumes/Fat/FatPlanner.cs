using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Lays out a tree as a FAT volume: all folders first, so that the tree is read in one piece, then all files in the tree's order, each
/// contiguous. Only metadata are made here; the files' bytes stay where they are.
/// </summary>
internal sealed partial class FatPlanner
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
                    throw Failure.Of(VolumeFaults.FileTooLarge,
                        $"the file has {child.Content.Length:N0} bytes, but FAT keeps up to {uint.MaxValue:N0}", child.Path);
                }

                files.Add(child);
            }
        }

        return files;
    }

    private FatLayout ForContent(FatType type, int sectorSize) =>
        FatSizing.ForContent(type, clusterSize => ClustersNeeded(clusterSize, type), sectorSize);

    private void CheckRoot()
    {
        if (RootHasClusters || Root.Rows <= _layout.RootEntries)
            return;

        throw Failure.Of(VolumeFaults.FolderFull,
            $"the root folder needs {Root.Rows:N0} rows and FAT{(int)_layout.Type} has {_layout.RootEntries:N0}; a long name takes several",
            hint: "put the files into folders, or use FAT32");
    }

    private FaultException TooFull(long needed) =>
        Failure.Of(VolumeFaults.VolumeFull,
            $"the content needs {needed:N0} clusters of {_layout.ClusterSize:N0} bytes, the volume has {_layout.Clusters:N0}",
            hint: "make the volume larger, or let the content determine its size");
}
