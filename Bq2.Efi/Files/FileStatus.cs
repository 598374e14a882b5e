using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// What a path names, found out without opening it: opening a pipe can wait for ever, and opening a device can have side effects.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">The length of a regular file; others do not report one.</param>
internal readonly record struct FileStatus(FileKind Kind, long Length)
{
    // The unit in which Linux counts blocks, whatever the file system.
    private const int BlockLength = 512;

    private const int PermissionMask = 0xfff;

    /// <summary>The space that the file takes on its file system; holes take none.</summary>
    public long AllocatedBytes { get; private init; }

    /// <summary>The identity of the file, whatever path led to it; null if the system does not say.</summary>
    public (ulong Device, ulong Inode)? Identity { get; private init; }

    /// <summary>Permissions, with set-user-id, set-group-id and the sticky bit; null where the system has none.</summary>
    public int? Mode { get; private init; }

    /// <summary>Whether the file has more names than this one.</summary>
    public bool HasOtherNames { get; private init; }

    /// <summary>The numbers by which the kernel knows a device; null for all else.</summary>
    public (uint Major, uint Minor)? DeviceNumber { get; private init; }

    /// <summary>/dev/null, which reads as an empty file.</summary>
    public bool IsNull { get; private init; }

    /// <summary>Looks at a path, which need not exist.</summary>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be searched.</exception>
    public static FileStatus Of(string path, bool followLinks = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!OperatingSystem.IsLinux())
            return Portable(path, followLinks);

        return Statx.Of(path, followLinks, out var status) switch
        {
            0 => Of(status),
            Errno.NoSuchFile or Errno.NotAFolder or Errno.NameTooLong or Errno.LinkLoop => default,
            Errno.NotPermitted or Errno.NoSuchCall => Portable(path, followLinks),
            var error => throw Libc.Exception(path, error),
        };
    }

    /// <summary>Looks at an open file.</summary>
    public static FileStatus Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() && Statx.Of(file, out var status) == 0 ? Of(status) : new(FileKind.Regular, RandomAccess.GetLength(file));

    private static FileStatus Of(in Statx status) => new(status.Kind, status.Kind == FileKind.Regular ? (long)status.Length : 0)
    {
        AllocatedBytes = (long)status.Blocks * BlockLength,
        Identity = ((ulong)status.DeviceMajor << 32 | status.DeviceMinor, status.Inode),
        Mode = status.Mode & PermissionMask,
        HasOtherNames = status is { Kind: FileKind.Regular, LinkCount: > 1 },
        DeviceNumber = status.Kind is FileKind.BlockDevice or FileKind.CharacterDevice ? (status.NodeMajor, status.NodeMinor) : null,
        IsNull = status is { Kind: FileKind.CharacterDevice, NodeMajor: 1, NodeMinor: 3 },
    };

    // .NET knows files, folders and links.
    private static FileStatus Portable(string path, bool followLinks)
    {
        var file = new FileInfo(path);
        if (!followLinks && file.LinkTarget is not null)
            return new(FileKind.Link, 0);
        if (Directory.Exists(path))
            return new(FileKind.Folder, 0);

        var final = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return final.Exists ? new(FileKind.Regular, final.Length) { AllocatedBytes = final.Length } : default;
    }
}
