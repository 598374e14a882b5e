using Bq2.Efi.Binary;

namespace Bq2.Image;

public sealed partial class FatVolume
{
    private const int DefaultReadLimit = 64 << 20;

    private readonly Source _source;
    private readonly FatLayout _layout;
    private readonly FatChains _chains;
    private readonly FatEntry _root;

    private FatVolume(Source source, FatBootSector boot)
    {
        _source = source;
        _layout = FatBootReader.LayoutOf(source, boot);
        _chains = new(source, _layout);
        _root = FatEntry.Root(new(boot.RootCluster & FatCluster.Mask));
    }

    /// <summary>Opens the volume that a source holds, and closes the source with it.</summary>
    public static FatVolume Open(Source source) => new(source, FatBootReader.Read(source));

    public void Dispose() => _source.Dispose();

    /// <summary>What is in a folder, in the order of its rows. The root is "".</summary>
    public IReadOnlyList<FatEntry> List(string path = "") =>
        List(Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path));

    /// <summary>The file or folder of a long or short name, in whatever case; null where there is none.</summary>
    public FatEntry? Find(string path)
    {
        FatEntry? found = _root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found is { IsFolder: true } folder ? Find(folder, name) : null;
        return found;
    }

    /// <summary>A file's bytes as a source, which lives as long as the volume.</summary>
    public Source OpenFile(string path)
    {
        if (Find(path) is not { IsFolder: false } file)
            throw Missing("file", path);

        var runs = _chains.Follow(file.Cluster, Align.Units(file.Length, _layout.ClusterSize), file.Label);
        return new FatFileSource(_source, _layout, runs, file.Length);
    }

    /// <summary>A small file as bytes.</summary>
    public byte[] Read(string path, int limit = DefaultReadLimit)
    {
        using var file = OpenFile(path);
        if (file.Length > limit)
            throw _source.Bad("FAT015", $"{path} has {file.Length:N0} bytes; no more than {limit:N0} are wanted at once");
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

    private List<FatEntry> List(FatEntry folder) => new FatRowReader(_source, folder, ReadRows(folder)).Read();

    // A long name wins over another file's alias; where we wrote the volume they never meet.
    private FatEntry? Find(FatEntry folder, string name)
    {
        var entries = List(folder);
        return entries.Find(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? entries.Find(entry => string.Equals(entry.ShortName, name, StringComparison.OrdinalIgnoreCase));
    }

    private FatRows ReadRows(FatEntry folder)
    {
        int most = FatFolderNames.MaxRows * FatDirectoryEntry.Size;
        var runs = _chains.FollowToEnd(folder.Cluster, Align.Units(most, _layout.ClusterSize), folder.Label);
        var bytes = new byte[runs.Sum(run => run.Count) * _layout.ClusterSize];
        int done = 0;
        foreach (var run in runs)
        {
            int length = (int)run.Count * _layout.ClusterSize;
            _source.ReadAt(_layout.OffsetOf(run.First), bytes.AsSpan(done, length));
            done += length;
        }

        return new(bytes, runs, _layout);
    }

    private BadFormatException Missing(string kind, string path) =>
        _source.Bad("FAT014", $"there is no {kind} \"{path}\" in the volume");
}
