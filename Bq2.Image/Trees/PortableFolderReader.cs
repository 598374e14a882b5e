using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Makes a tree from a folder on the host by what .NET knows everywhere: files, folders and links.</summary>
internal static class PortableFolderReader
{
    // Everything, including hidden files; anything unreadable is an error, never skipped.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public static void Read(TreeEntry target, string folder, FolderOptions options)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(Path.GetFullPath(folder), "*", s_everything))
        {
            string name = Path.GetFileName(path);
            var attributes = new EntryAttributes
            {
                Time = options.KeepTimes ? UnixTime.From(File.GetLastWriteTimeUtc(path)) : null,
                Mode = OperatingSystem.IsWindows() ? null : (int)File.GetUnixFileMode(path),
            };
            var status = FileStatus.Of(path, followLinks: false);
            if (status.Kind == FileKind.Folder)
                Read(target.AddFolder(name, attributes), path, options);
            else if (status.Kind == FileKind.Link)
                target.Add(name, EntryKind.Link, new FileInfo(path).LinkTarget, attributes, path);
            else
                target.Add(name, EntryKind.File, Content.FromFile(path, 0, status.Length), attributes);
        }
    }
}
