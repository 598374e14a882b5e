namespace Bq2.Image;

/// <summary>What kind of file there is on this machine, and how long it is.</summary>
internal readonly record struct FileStatus(FileKind Kind, long Length)
{
    /// <summary>Opening a pipe to find out could wait for ever, so this only looks.</summary>
    public static FileStatus Of(string path, bool followLinks)
    {
        if (OperatingSystem.IsLinux() && Statx.Of(path, followLinks) is { } status)
            return new(status.Kind, (long)status.Length);

        var file = new FileInfo(path);
        bool isLink = !followLinks && file.LinkTarget is not null;
        return new(isLink ? FileKind.Link : file.Exists ? FileKind.Regular : FileKind.Other, isLink ? 0 : file.Length);
    }
}

internal enum FileKind
{
    Regular,
    Link,
    Other,
}
