using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Room on the disk that is kept for a file before anything is written to it.</summary>
internal static class RoomInFile
{
    /// <summary>Keeps room up to <paramref name="length"/>, which the file then has; what was not written reads as zeros.</summary>
    public static void Keep(SafeFileHandle file, long length)
    {
        RandomAccess.SetLength(file, length);
        if (length == 0 || !OperatingSystem.IsLinux())
            return;

        int error = Libc.posix_fallocate(file, 0, length);
        if (error != 0)
            throw Libc.Failure($"no room for {length} bytes", error);
    }
}
