using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>A copy of what comes through a pipe, so that it can be read at any offset.</summary>
internal static class PipeCopy
{
    private const int BufferLength = 1 << 20;

    /// <summary>
    /// Reads to the end, or until there are more than <paramref name="most"/> bytes; the caller can tell by the length.
    /// </summary>
    public static SafeFileHandle Of(string name, SafeFileHandle pipe, long most, out string folder, out long length)
    {
        var source = new FileStream(pipe, FileAccess.Read, bufferSize: 0);
        using var spool = new Spool($"{name} is read to its end first");
        var buffer = new byte[BufferLength];
        while (spool.Length <= most && ReadFull(source, buffer) is > 0 and var read)
            spool.Write(buffer.AsSpan(0, read));

        var copy = spool.Take();
        (folder, length) = (spool.Folder, spool.Length);
        return copy;
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
}
