using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

public sealed partial class FatVolume
{
    // Deeper than any path that an operating system accepts.
    private const int MaxDepth = 1024;

    private readonly Dictionary<long, Fault> _faults = [];

    /// <inheritdoc/>
    public override IReadOnlyCollection<Fault> Faults => _faults.Values;

    /// <inheritdoc/>
    public override string? ReadLabel()
    {
        var rows = ReadRows(_root);
        var reader = new FatRowReader(_source, Type, _root, rows);
        reader.Read();
        return FatLabel.Text(reader.LabelRow is { } row ? rows.At(row).Name : _boot.Label);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FatEntry> List(string path = "") =>
        ListAndTell(Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path));

    /// <summary>The file or folder with this long or short name, in any case; null if there is none.</summary>
    public override FatEntry? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return VolumeWalk.Follow(_root, path, Find);
    }

    /// <inheritdoc/>
    public override IEnumerable<FatEntry> Walk(string path = "")
    {
        ArgumentNullException.ThrowIfNull(path);
        return WalkBelow(path);
    }

    private IEnumerable<FatEntry> WalkBelow(string path)
    {
        var seen = new HashSet<FatCluster>();
        var start = Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path);
        var below = VolumeWalk.Below(start, entry => ListOnce(entry, seen), (_, depth) =>
        {
            if (depth == MaxDepth)
                throw _source.Bad(VolumeFaults.FatFolderLoop, $"folders are nested more than {MaxDepth:N0} levels deep");
        });
        foreach (var entry in below)
            yield return entry;
    }

    /// <inheritdoc/>
    public override Source OpenFile(VolumeEntry file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file is not FatEntry { IsFolder: false } found)
            throw Missing("file", file.Path);
        return new FatFileSource(_source, _boot.Layout, _chains.Follow(found), found.Length);
    }

    private List<FatEntry> List(FatEntry folder) => new FatRowReader(_source, Type, folder, ReadRows(folder)).Read();

    private List<FatEntry> ListOnce(FatEntry folder, HashSet<FatCluster> seen)
    {
        foreach (var run in RunsOf(folder))
        {
            for (long i = 0; i < run.Count; i++)
            {
                if (!seen.Add(run.First + i))
                {
                    throw _source.Bad(VolumeFaults.FatFolderLoop,
                        $"{folder.Label} has a cluster of another folder, or of one of its parents", folder.ClusterPlace, 2);
                }
            }
        }

        return ListAndTell(folder);
    }

    private List<FatEntry> ListAndTell(FatEntry folder)
    {
        var reader = new FatRowReader(_source, Type, folder, ReadRows(folder));
        var entries = reader.Read();
        foreach (var fault in reader.Faults)
            _faults[fault.Offset ?? _faults.Count] = fault;
        return entries;
    }

    // A long name takes precedence over another file's alias; on volumes that we wrote they never collide.
    private FatEntry? Find(FatEntry folder, string name)
    {
        var entries = List(folder);
        return entries.Find(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? entries.Find(entry => string.Equals(entry.ShortName, name, StringComparison.OrdinalIgnoreCase));
    }

    private FatRows ReadRows(FatEntry folder)
    {
        var extents = ExtentsOf(folder);
        var bytes = new byte[extents.Sum(extent => extent.Length)];
        int done = 0;
        foreach (var extent in extents)
        {
            _source.ReadAt(extent.Offset, bytes.AsSpan(done, (int)extent.Length));
            done += (int)extent.Length;
        }

        return new(bytes, extents);
    }

    private List<FatExtent> ExtentsOf(FatEntry folder) => HasPlaceOfItsOwn(folder)
        ? [new(_boot.Layout.RootOffset, _boot.Layout.RootLength)]
        : [.. RunsOf(folder).Select(run => new FatExtent(_boot.Layout.OffsetOf(run.First), run.Count * ClusterSize))];

    /// <summary>The clusters of a folder; none for the root of FAT12 and FAT16.</summary>
    private List<FatRun> RunsOf(FatEntry folder)
    {
        const int most = FatFolderNames.MaxRows * FatDirectoryEntry.Size;
        return HasPlaceOfItsOwn(folder) ? [] : _chains.FollowToEnd(folder, Align.Units(most, ClusterSize));
    }

    private bool HasPlaceOfItsOwn(FatEntry folder) => folder.Path.Length == 0 && Type != FatType.Fat32;
}
