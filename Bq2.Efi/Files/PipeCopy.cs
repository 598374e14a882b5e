using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// A copy of what comes through a pipe, so that it can be read at any offset: in memory while it is small, then in an unlinked file, so
/// that nothing can be left behind. Zeros become holes.
/// </summary>
internal static class PipeCopy
{
    private const int MaxInMemory = 64 << 20;
    private const int BufferLength = 1 << 20;

    // File systems allocate in blocks no larger than this.
    private const int HoleLength = 64 << 10;

    /// <summary>
    /// Reads to the end, or until there are more than <paramref name="most"/> bytes; the caller can tell by the length.
    /// </summary>
    public static SafeFileHandle Of(string name, SafeFileHandle pipe, long most, out string folder, out long length)
    {
        (folder, length) = ("", 0);
        var source = new FileStream(pipe, FileAccess.Read, bufferSize: 0);
        var copy = InMemory();
        try
        {
            var buffer = new byte[BufferLength];
            while (length <= most && ReadFull(source, buffer) is > 0 and var read)
            {
                if (folder.Length == 0 && (copy is null || length + read > MaxInMemory))
                    copy = ToFile(copy, length, out folder);
                WriteData(copy!, buffer.AsSpan(0, read), length);
                length += read;
            }

            copy ??= OnDisk(out folder);
            RandomAccess.SetLength(copy, length);
            return copy;
        }
        catch (IOException failure) when (failure.HResult == Errno.NoSpace)
        {
            copy?.Dispose();
            string message = $"{name} is read to its end first, and {folder} has no room for it; set TMPDIR to another folder";
            throw new IOException(message, Errno.NoSpace);
        }
        catch
        {
            copy?.Dispose();
            throw;
        }
    }

    // A pipe gives at most 64 KiB at once; holes are looked for in larger pieces.
    private static int ReadFull(FileStream source, byte[] buffer)
    {
        int done = 0;
        while (done < buffer.Length && Read(source, buffer.AsSpan(done)) is > 0 and var read)
            done += read;
        return done;
    }

    private static int Read(FileStream source, Span<byte> into)
    {
        while (true)
        {
            try
            {
                return source.Read(into);
            }
            catch (IOException failure) when (failure.HResult == Errno.TryAgain)
            {
                // The pipe was made non-blocking; we do want to wait.
                var wait = new Libc.PollEntry { Descriptor = (int)source.SafeFileHandle.DangerousGetHandle(), Events = Libc.CanRead };
                _ = Libc.poll(ref wait, 1, -1);
            }
        }
    }

    private static void WriteData(SafeFileHandle copy, ReadOnlySpan<byte> bytes, long offset)
    {
        for (int at = 0; at < bytes.Length; at += HoleLength)
        {
            var part = bytes.Slice(at, Math.Min(HoleLength, bytes.Length - at));
            if (part.ContainsAnyExcept((byte)0))
                RandomAccess.Write(copy, part, offset + at);
        }
    }

    /// <summary>Moves what is in memory so far to a file, and goes on there.</summary>
    private static SafeFileHandle ToFile(SafeFileHandle? memory, long length, out string folder)
    {
        var file = OnDisk(out folder);
        if (memory is null)
            return file;

        try
        {
            var part = new byte[BufferLength];
            RandomAccess.SetLength(memory, length);
            for (long at = 0; RandomAccess.Read(memory, part, at) is > 0 and var read; at += read)
                WriteData(file, part.AsSpan(0, read), at);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        memory.Dispose();
        return file;
    }

    private static SafeFileHandle? InMemory()
    {
        int descriptor = OperatingSystem.IsLinux() ? Libc.memfd_create("bq2", Libc.MemoryCloseOnExec) : -1;
        return descriptor < 0 ? null : new(descriptor, ownsHandle: true);
    }

    private static SafeFileHandle OnDisk(out string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());

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
