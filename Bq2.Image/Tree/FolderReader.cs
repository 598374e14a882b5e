namespace Bq2.Image;

/// <summary>Makes a tree of a folder of this machine.</summary>
internal static class FolderReader
{
    // Everything, hidden files too; what we cannot read is an error, not left out.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public static void AddAll(TreeEntry target, DirectoryInfo folder, bool keepTimes)
    {
        foreach (var found in folder.EnumerateFileSystemInfos("*", s_everything))
        {
            DateTimeOffset? time = keepTimes ? found.LastWriteTimeUtc : null;
            CheckKind(found);
            if (found is DirectoryInfo child)
                AddAll(target.AddFolder(found.Name, time), child, keepTimes);
            else
                target.AddFile(found.Name, Content.FromFile(found.FullName), time);
        }
    }

    private static void CheckKind(FileSystemInfo found)
    {
        string? kind = found.LinkTarget is not null ? "a symbolic link"
            : found is FileInfo && !Statx.IsRegular(found.FullName) ? "a device, pipe or socket"
            : found.Name.Contains('\ufffd', StringComparison.Ordinal) ? "a name that is not UTF-8"
            : null;
        if (kind is not null)
        {
            throw Failure.Of("IMG005", $"this is {kind}, which cannot be taken along", found.FullName,
                "put a regular file in its place, or leave it out of the folder");
        }
    }
}
