using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>The identity of a file under any name: its device and inode numbers, or its full path if there are none.</summary>
internal readonly record struct FileIdentity((ulong Device, ulong Inode)? Number, string? Path)
{
    public static FileIdentity Of(NamedFile file) => Of(file.Status, file.Name);

    public static FileIdentity Of(string path) => Of(FileStatus.Of(path), path);

    private static FileIdentity Of(FileStatus status, string path)
    {
        if (status.Identity is { } number)
            return new(number, null);

        string full = System.IO.Path.GetFullPath(path);
        return new(null, File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full);
    }
}
