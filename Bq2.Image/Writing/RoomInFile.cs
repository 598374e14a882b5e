using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Room on the disk that is kept for a file before anything is written to it.</summary>
internal static partial class RoomInFile
{
    /// <summary>Keeps room up to <paramref name="length"/>, which the file then has; what was not written reads as zeros.</summary>
    public static void Keep(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        if (length == 0 || !OperatingSystem.IsLinux())
            return;

        int error = posix_fallocate(file, 0, length);
        if (error != 0)
            throw new IOException($"no room for {length} bytes: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    // Where a file system cannot keep room, the C library writes a zero to every block.
    [LibraryImport("libc")]
    private static partial int posix_fallocate(SafeFileHandle file, long offset, long length);
}
