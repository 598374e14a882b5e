using System.IO.Enumeration;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Makes a tree of a folder of this machine, with one look at each file and none at a folder but its list.</summary>
internal static class FolderReader
{
    // Everything, hidden files too; what we cannot read is an error, not left out.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public static void AddAll(TreeEntry target, string folder, bool keepTimes)
    {
        var found = new FileSystemEnumerable<(string Path, bool IsFolder)>(
            Path.GetFullPath(folder), static (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.IsDirectory), s_everything);
        foreach (var (path, mayBeFolder) in found)
        {
            string name = Path.GetFileName(path);
            if (name.Contains('\ufffd', StringComparison.Ordinal))
                throw CannotTake("a name that is not UTF-8", path);

            // A link to a folder looks like one here.
            bool isFolder = mayBeFolder && new DirectoryInfo(path).LinkTarget is null;
            DateTimeOffset? time = keepTimes ? File.GetLastWriteTimeUtc(path) : null;
            if (isFolder)
                AddAll(target.AddFolder(name, time), path, keepTimes);
            else
                target.AddFile(name, FileOf(path, followLinks: false), time);
        }
    }

    public static Content FileOf(string path, bool followLinks) => FileStatus.Of(path, followLinks) switch
    {
        { Kind: FileKind.Regular } status => Content.FromFile(path, 0, status.Length),
        { Kind: FileKind.Link } => throw CannotTake("a symbolic link", path),
        _ => throw CannotTake("a device, pipe or socket", path),
    };

    private static BadFormatException CannotTake(string kind, string path) =>
        Failure.Of("IMG005", $"this is {kind}, which cannot be taken along", path,
            "put a regular file in its place, or leave it out of the folder");
}
