using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Finds the holes of a file, and makes holes, as far as the file system supports it.</summary>
internal static class FileHoles
{
    /// <summary>The ranges with data; the whole file if the system does not tell.</summary>
    public static IEnumerable<(long Offset, long Length)> DataRuns(SafeFileHandle file, long length)
    {
        for (long end = 0; end < length;)
        {
            long start = Seek(file, end, Libc.NextData, otherwise: end, atEnd: length);
            end = Seek(file, start, Libc.NextHole, otherwise: length, atEnd: length);
            if (start < Math.Min(end, length))
                yield return (start, Math.Min(end, length) - start);
        }
    }

    /// <summary>Whether there is a hole at an offset, and where that ends; no hole if the system does not tell.</summary>
    public static (bool IsHole, long End) At(SafeFileHandle file, long offset, long length)
    {
        long data = Seek(file, offset, Libc.NextData, otherwise: offset, atEnd: length);
        return data > offset ? (true, data) : (offset >= length, Seek(file, offset, Libc.NextHole, otherwise: length, atEnd: length));
    }

    /// <summary>Makes a hole, which reads as zeros; false if the file system does not support it.</summary>
    public static bool Punch(SafeFileHandle file, long offset, long length) =>
        OperatingSystem.IsLinux() && length > 0 && Libc.fallocate(file, Libc.KeepSizePunchHole, offset, length) == 0;

    // ENXIO: no data after this offset.
    private static long Seek(SafeFileHandle file, long offset, int what, long otherwise, long atEnd)
    {
        if (!OperatingSystem.IsLinux())
            return otherwise;
        if (offset >= atEnd)
            return atEnd;

        long found = Libc.lseek(file, offset, what);
        return found >= 0 ? found : Libc.Error == Errno.NoSuchPlace ? atEnd : otherwise;
    }
}
