using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// A file opened, read and closed by three system calls. .NET makes seven of it, to lock the file and to see what it is,
/// and with ten thousand small files that is a good part of the time.
/// </summary>
internal sealed class LinuxFile : IDisposable
{
    private readonly int _descriptor;

    private LinuxFile(int descriptor) => _descriptor = descriptor;

    /// <summary>Null where this is not Linux, or the system says no.</summary>
    public static LinuxFile? Open(string path)
    {
        int descriptor = OperatingSystem.IsLinux() ? Libc.open(path, Libc.ReadOnly | Libc.CloseOnExec) : -1;
        return descriptor < 0 ? null : new(descriptor);
    }

    /// <summary>How many bytes there were; negative where the system says no.</summary>
    public unsafe int Read(Span<byte> into, long offset)
    {
        fixed (byte* start = into)
            return (int)Libc.pread(_descriptor, start, (nuint)into.Length, offset);
    }

    public void Dispose() => _ = Libc.close(_descriptor);
}
