using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Writes a tree below a folder by what .NET knows everywhere: files, folders and links.</summary>
internal sealed class PortableFolderWriter
{
    private readonly List<string> _skipped = [];
    private int _entries;
    private long _bytes;

    public static FolderSummary Write(Tree tree, string path)
    {
        var writer = new PortableFolderWriter();
        writer.MakeAll(tree.Root, path);
        return new(writer._entries, writer._bytes, writer._skipped, []);
    }

    private void MakeAll(TreeEntry folder, string path)
    {
        foreach (var entry in folder.Sorted())
        {
            string place = Path.Join(path, entry.Name);
            if (FileStatus.Of(place, followLinks: false).Kind is not (FileKind.Missing or FileKind.Folder))
                File.Delete(place);
            _entries++;
            if (entry.IsFolder)
                MakeAll(entry, Directory.CreateDirectory(place).FullName);
            else if (entry.Target is { } target)
                File.CreateSymbolicLink(place, target);
            else if (entry.Content is { } content)
                Write(place, content);
            else
                _skipped.Add(entry.Path);
            if (entry.Attributes.Time is { } time && entry.Content is not null)
                File.SetLastWriteTimeUtc(place, time.ToDateTimeOffset().UtcDateTime);
            if (!OperatingSystem.IsWindows() && entry.Target is null)
                File.SetUnixFileMode(place, (UnixFileMode)entry.Mode);
        }
    }

    private void Write(string path, Content content)
    {
        RawImage.Write(path, Regions.Of(content));
        _bytes += content.Length;
    }
}
