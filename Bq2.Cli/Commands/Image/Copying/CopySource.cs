using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>One source of a copy, on the host or in an image.</summary>
/// <param name="Name">Its name without the folders around it; empty for the root of a volume and for standard input.</param>
/// <param name="Items">The source itself and everything below it, each folder before its content.</param>
internal sealed record CopySource(string Name, IReadOnlyList<CopyItem> Items)
{
    public bool IsFolder => Items[0] is { Content: null, Special: null };

    public static CopySource OnThisMachine(string path)
    {
        string name = Inputs.IsStandardInput(path) ? "" : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!Directory.Exists(path))
            return new(name, [new("", Inputs.Content(path))]);

        var items = new List<CopyItem> { new("", null) };
        Add(items, Tree.FromFolder(path).Root);
        return new(name, items);
    }

    public static CopySource In(Volume volume, ImagePath place)
    {
        var found = volume.Find(place.Path)
            ?? throw new FaultException(new(VolumeFaults.NotInVolume, $"there is no \"{place.Path}\" in the volume")
        {
            Path = place.File,
        });
        if (!found.IsFolder)
            return new(found.Name, [ItemOf(volume, found, "")]);

        var items = new List<CopyItem> { new("", null) };
        int above = found.Path.Length == 0 ? 0 : found.Path.Length + 1;
        foreach (var entry in volume.Walk(found.Path))
            items.Add(ItemOf(volume, entry, entry.Path[above..]));
        return new(found.Name, items);
    }

    private static void Add(List<CopyItem> items, TreeEntry folder)
    {
        foreach (var child in folder.Children)
        {
            items.Add(new(child.Path, child.Content, child.Content is null && !child.IsFolder ? child : null));
            Add(items, child);
        }
    }

    private static CopyItem ItemOf(Volume volume, VolumeEntry entry, string path) => entry.Kind switch
    {
        EntryKind.Folder => new(path, null),
        EntryKind.File => new(path, Content.FromSource(volume.OpenFile(entry), 0, entry.Length)),
        _ => new(path, null, SpecialOf(entry)),
    };

    private static TreeEntry SpecialOf(VolumeEntry entry) => entry.Kind switch
    {
        EntryKind.Link => new Tree().AddLink(entry.Path, entry.Target!),
        EntryKind.Pipe => new Tree().AddPipe(entry.Path),
        EntryKind.Socket => new Tree().AddSocket(entry.Path),
        _ => new Tree().AddDevice(entry.Path, entry.Kind, entry.Device ?? default),
    };
}
