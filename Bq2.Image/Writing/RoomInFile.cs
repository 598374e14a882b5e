using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Reserves space on the disk for a file before it is written.</summary>
internal static class RoomInFile
{
    /// <summary>Reserves space up to <paramref name="length"/>, the file's new length; the unwritten part reads as zeros.</summary>
    public static void Keep(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        if (length == 0 || !OperatingSystem.IsLinux())
            return;

        int error = Libc.posix_fallocate(file, 0, length);
        if (error != 0)
            throw Libc.Failure($"cannot reserve {length} bytes", error);
    }
}
