using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Reserves space on the disk for a file before it is written.</summary>
internal static partial class RoomInFile
{
    /// <summary>Reserves space up to <paramref name="length"/>, the file's new length; the unwritten part reads as zeros.</summary>
    public static void Keep(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        if (length == 0 || !OperatingSystem.IsLinux())
            return;

        int error = posix_fallocate(file, 0, length);
        if (error != 0)
            throw new IOException($"cannot reserve {length} bytes: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    // If the file system cannot reserve space, the C library writes a zero to every block.
    [LibraryImport("libc")]
    private static partial int posix_fallocate(SafeFileHandle file, long offset, long length);
}
