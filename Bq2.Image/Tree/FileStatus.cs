namespace Bq2.Image;

/// <summary>What there is of a name on this machine, and how long it is.</summary>
internal static class FileStatus
{
    /// <summary>Opening a pipe to find out could wait for ever, so this only looks.</summary>
    public static FileKind Of(string path, bool followLinks, out long length)
    {
        if (OperatingSystem.IsLinux())
            return Statx.KindOf(path, followLinks, out length);

        var file = new FileInfo(path);
        bool isLink = !followLinks && file.LinkTarget is not null;
        length = file.Exists && !isLink ? file.Length : 0;
        return isLink ? FileKind.Link : file.Exists ? FileKind.Regular : Directory.Exists(path) ? FileKind.Folder : FileKind.Other;
    }
}

internal enum FileKind
{
    Regular,
    Folder,
    Link,
    Other,
}
