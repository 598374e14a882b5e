using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// Bytes that come once, from front to back, and are to be read at any offset: they wait in memory while they are few, then in an
/// unlinked file, so that nothing can be left behind. Zeros become holes.
/// </summary>
/// <param name="what">What the bytes are and why they wait, for the message when there is no room.</param>
internal sealed class Spool(string what) : IDisposable
{
    private const int MaxInMemory = 64 << 20;
    private const int BufferLength = 1 << 20;

    // File systems allocate in blocks no larger than this.
    private const int HoleLength = 64 << 10;

    private SafeFileHandle? _memory = InMemory();
    private SafeFileHandle? _file;

    public long Length { get; private set; }

    /// <summary>The folder of the unlinked file; empty while the bytes are in memory.</summary>
    public string Folder { get; private set; } = "";

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_file is null && (_memory is null || Length + bytes.Length > MaxInMemory))
                MoveToFile();
            WriteData((_file ?? _memory)!, bytes, Length);
            Length += bytes.Length;
        }
        catch (IOException failure) when (failure.HResult == Errno.NoSpace)
        {
            string place = Folder.Length == 0 ? "the memory" : Folder;
            throw new IOException($"{what}, and {place} has no room for it; set TMPDIR to another folder", Errno.NoSpace);
        }
    }

    /// <summary>The file with all the bytes, which the caller closes.</summary>
    public SafeFileHandle Take()
    {
        if (_file is null && _memory is null)
            MoveToFile();
        var handle = (_file ?? _memory)!;
        RandomAccess.SetLength(handle, Length);
        (_file, _memory) = (null, null);
        return handle;
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _file?.Dispose();
    }

    private static void WriteData(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int data = at;
            while (data < bytes.Length && IsHole(bytes, data))
                data += HoleLength;
            for (at = data; at < bytes.Length && !IsHole(bytes, at);)
                at += HoleLength;
            at = Math.Min(at, bytes.Length);
            if (data < at)
                RandomAccess.Write(file, bytes[data..at], offset + data);
        }
    }

    private static bool IsHole(ReadOnlySpan<byte> bytes, int at) =>
        !bytes.Slice(at, Math.Min(HoleLength, bytes.Length - at)).ContainsAnyExcept((byte)0);

    /// <summary>Moves what is in memory so far to a file; the rest goes there too.</summary>
    private void MoveToFile()
    {
        Folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        _file = OnDisk();
        if (_memory is null)
            return;

        var part = new byte[BufferLength];
        RandomAccess.SetLength(_memory, Length);
        for (long at = 0; RandomAccess.Read(_memory, part, at) is > 0 and var read; at += read)
            WriteData(_file, part.AsSpan(0, read), at);
        _memory.Dispose();
        _memory = null;
    }

    private static SafeFileHandle? InMemory()
    {
        int descriptor = OperatingSystem.IsLinux() ? Libc.memfd_create("bq2", Libc.MemoryCloseOnExec) : -1;
        return descriptor < 0 ? null : new(descriptor, ownsHandle: true);
    }

    private static SafeFileHandle OnDisk()
    {
        // Only we may read it, and it is unlinked at once if the system allows that.
        string path = Path.GetTempFileName();
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        try
        {
            File.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
