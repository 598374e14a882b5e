using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// A file opened, read and closed with three system calls. .NET needs seven, to lock the file and to look at it, and with ten thousand
/// small files that takes much of the time.
/// </summary>
internal sealed class LinuxFile : IDisposable
{
    private readonly int _descriptor;

    private LinuxFile(int descriptor) => _descriptor = descriptor;

    /// <summary>Null if this is not Linux, or the system refuses.</summary>
    public static LinuxFile? Open(string path)
    {
        int descriptor = OperatingSystem.IsLinux() ? Libc.open(path, Libc.ReadOnly | Libc.CloseOnExec) : -1;
        return descriptor < 0 ? null : new(descriptor);
    }

    /// <summary>The number of bytes read; negative if the system refuses.</summary>
    public unsafe int Read(Span<byte> into, long offset)
    {
        fixed (byte* start = into)
            return (int)Libc.pread(_descriptor, start, (nuint)into.Length, offset);
    }

    public void Dispose() => _ = Libc.close(_descriptor);
}
