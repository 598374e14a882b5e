using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// A file opened, read and closed with three system calls. .NET needs seven, to lock the file and to look at it, and with ten thousand
/// small files that takes much of the time.
/// </summary>
internal sealed partial class LinuxFile : IDisposable
{
    private const int CloseOnExec = 0x8_0000;

    private readonly int _descriptor;

    private LinuxFile(int descriptor) => _descriptor = descriptor;

    /// <summary>Null if this is not Linux, or the system refuses.</summary>
    public static LinuxFile? Open(string path)
    {
        int descriptor = OperatingSystem.IsLinux() ? open(path, CloseOnExec) : -1;
        return descriptor < 0 ? null : new(descriptor);
    }

    /// <summary>The number of bytes read; negative if the system refuses.</summary>
    public unsafe int Read(Span<byte> into, long offset)
    {
        fixed (byte* start = into)
            return (int)pread(_descriptor, start, (nuint)into.Length, offset);
    }

    public void Dispose() => _ = close(_descriptor);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static unsafe partial nint pread(int descriptor, byte* into, nuint count, long offset);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
