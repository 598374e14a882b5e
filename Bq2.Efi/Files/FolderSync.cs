using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>Syncs the names in a folder to the disk; .NET can only sync files.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Does what it can: some file systems need no sync of folders, and refuse it.</summary>
    public static void Sync(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var handle = new SafeFileHandle(open(folder, ReadOnly), ownsHandle: true);
        if (!handle.IsInvalid)
            _ = fsync(handle);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int fsync(SafeFileHandle file);
}
