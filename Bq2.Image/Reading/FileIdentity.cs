namespace Bq2.Image;

/// <summary>What a file is, by whatever name it was found: its device and number, or its full path where there are none.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, string? Path)
{
    public static FileIdentity Of(string path)
    {
        if (Statx.Identity(path) is var (device, inode))
            return new(device, inode, null);

        string full = System.IO.Path.GetFullPath(path);
        return new(0, 0, File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full);
    }
}
