using Bq2.Efi;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>Makes a tree of a folder of this machine, with one look at each thing in it.</summary>
internal static class FolderReader
{
    // Everything, hidden files too; what we cannot read is an error, not left out.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public static void AddAll(TreeEntry target, string folder, bool keepTimes)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(Path.GetFullPath(folder), "*", s_everything))
        {
            string name = Path.GetFileName(path);
            if (name.Contains('\ufffd', StringComparison.Ordinal))
                throw CannotTake("a name that is not UTF-8", path);

            DateTimeOffset? time = keepTimes ? File.GetLastWriteTimeUtc(path) : null;
            var status = FileStatus.Of(path, followLinks: false);
            if (status.Kind == FileKind.Folder)
                AddAll(target.AddFolder(name, time), path, keepTimes);
            else
                target.AddFile(name, ContentOf(path, status), time);
        }
    }

    private static Content ContentOf(string path, FileStatus status) => status.Kind switch
    {
        FileKind.Regular => Content.FromFile(path, 0, status.Length),
        FileKind.Link => throw CannotTake("a symbolic link", path),
        _ => throw CannotTake("a device, pipe or socket", path),
    };

    private static FaultException CannotTake(string kind, string path) =>
        Failure.Of(ImageFaults.EntryKind, $"this is {kind}, which cannot be taken along", path,
            "put a regular file in its place, or leave it out of the folder");
}
