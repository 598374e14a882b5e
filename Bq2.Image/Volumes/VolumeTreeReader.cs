namespace Bq2.Image;

/// <summary>Makes a tree from a volume.</summary>
internal sealed class VolumeTreeReader(Volume volume)
{
    private const string LostAndFound = "lost+found";

    private readonly Tree _tree = new();

    // Files with several names, by inode.
    private readonly Dictionary<long, TreeEntry> _named = [];

    public Tree Read(string path)
    {
        var start = volume.Find(path) is { IsFolder: true } folder ? folder : throw volume.Missing("folder", path);
        _tree.Root.Attributes = AttributesOf(start);
        int above = start.Path.Length == 0 ? 0 : start.Path.Length + 1;
        foreach (var entry in volume.Walk(path))
            Add(entry, entry.Path[above..]);

        // Every ext4 has this folder for what a repair finds; empty, it is no content.
        if (path.Length == 0 && _tree.Find(LostAndFound) is { IsFolder: true, Children.Count: 0 })
            _tree.Remove(LostAndFound);
        return _tree;
    }

    private void Add(VolumeEntry entry, string path)
    {
        if (entry is { IsFolder: false, Inode: { } inode })
        {
            if (_named.TryGetValue(inode, out var first))
                _tree.AddHardLink(path, first);
            else
                _named.Add(inode, AddNew(entry, path));
        }
        else
        {
            AddNew(entry, path);
        }
    }

    private TreeEntry AddNew(VolumeEntry entry, string path)
    {
        var attributes = AttributesOf(entry);
        return entry.Kind switch
        {
            EntryKind.Folder => _tree.AddFolder(path, attributes),
            EntryKind.Link => _tree.AddLink(path, entry.Target!, attributes),
            EntryKind.BlockDevice or EntryKind.CharacterDevice => _tree.AddDevice(path, entry.Kind, entry.Device!.Value, attributes),
            EntryKind.Pipe => _tree.AddPipe(path, attributes),
            EntryKind.Socket => _tree.AddSocket(path, attributes),
            _ => _tree.AddFile(path, new VolumeContent(volume, entry), attributes),
        };
    }

    private static EntryAttributes AttributesOf(VolumeEntry entry) =>
        entry.Attributes ?? (entry.Modified is { } time ? new() { Time = time } : EntryAttributes.Usual);
}
