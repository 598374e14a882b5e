using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

public sealed partial class FatVolume
{
    private const int DefaultReadLimit = 64 << 20;

    // Deeper than any path that an operating system takes.
    private const int MaxDepth = 1024;

    private readonly Dictionary<long, Fault> _faults = [];

    /// <summary>
    /// The names that no file can have, of the folders that were listed so far. Each such entry is left out of the list, or is in it
    /// by its short name.
    /// </summary>
    public IReadOnlyCollection<Fault> Faults => _faults.Values;

    /// <summary>The name of the volume, from the root folder or else from the boot sector; null where it has none.</summary>
    public string? ReadLabel()
    {
        var rows = ReadRows(_root);
        var reader = new FatRowReader(_source, Type, _root, rows);
        reader.Read();
        return FatLabel.Text(reader.LabelRow is { } row ? rows.At(row).Name : _boot.Label);
    }

    /// <summary>What is in a folder, in the order of its rows. The root is "".</summary>
    public IReadOnlyList<FatEntry> List(string path = "") =>
        ListAndTell(Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path));

    /// <summary>The file or folder of a long or short name, in whatever case; null where there is none.</summary>
    public FatEntry? Find(string path)
    {
        FatEntry? found = _root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found is { IsFolder: true } folder ? Find(folder, name) : null;
        return found;
    }

    /// <summary>
    /// Everything in a folder, every folder before what is in it. A folder that a damaged volume has twice, or within
    /// itself, is a fault: so this comes to an end whatever the volume says.
    /// </summary>
    public IEnumerable<FatEntry> Walk(string path = "")
    {
        var seen = new HashSet<FatCluster>();
        var open = new Stack<IEnumerator<FatEntry>>();
        open.Push(ListOnce(Find(path) is { IsFolder: true } start ? start : throw Missing("folder", path), seen).GetEnumerator());
        while (open.TryPeek(out var folder))
        {
            if (!folder.MoveNext())
            {
                open.Pop();
                continue;
            }

            var entry = folder.Current;
            yield return entry;
            if (!entry.IsFolder)
                continue;
            if (open.Count == MaxDepth)
                throw _source.Bad(ImageFaults.FatFolderLoop, $"more than {MaxDepth:N0} folders lie within each other");
            open.Push(ListOnce(entry, seen).GetEnumerator());
        }
    }

    /// <summary>A file's bytes as a source, which lives as long as the volume.</summary>
    public Source OpenFile(string path) =>
        Find(path) is { IsFolder: false } file ? OpenFile(file) : throw Missing("file", path);

    /// <summary>The same for one that was found before.</summary>
    public Source OpenFile(FatEntry file)
    {
        if (file.IsFolder)
            throw Missing("file", file.Path);
        return new FatFileSource(_source, _boot.Layout, _chains.Follow(file), file.Length);
    }

    /// <summary>A small file as bytes.</summary>
    public byte[] Read(string path, int limit = DefaultReadLimit)
    {
        using var file = OpenFile(path);
        if (file.Length > limit)
            throw _source.Bad(ImageFaults.FileTooLargeToRead, $"{path} has {file.Length:N0} bytes; no more than {limit:N0} are wanted at once");
        return file.ReadBytes(0, (int)file.Length);
    }

    /// <summary>Copies a file of any size to a stream.</summary>
    public void CopyTo(string path, Stream target)
    {
        using var file = OpenFile(path);
        var buffer = new byte[Math.Min(file.Length, Chunk.UsualSize)];
        for (long done = 0; done < file.Length;)
        {
            var bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Length - done));
            file.ReadAt(done, bytes);
            target.Write(bytes);
            done += bytes.Length;
        }
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
                    throw _source.Bad(ImageFaults.FatFolderLoop,
                        $"{folder.Label} has a cluster that belongs to another folder, or to one around it", folder.ClusterPlace, 2);
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

    // A long name wins over another file's alias; where we wrote the volume they never meet.
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

    private FaultException Missing(string kind, string path) =>
        _source.Bad(ImageFaults.NotInVolume, $"there is no {kind} \"{path}\" in the volume");
}
