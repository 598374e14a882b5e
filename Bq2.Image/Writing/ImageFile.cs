using Bq2.Efi;
using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Where an image of any format goes: into a new file that takes its name when it is whole, or to the pipe or device that
/// stands at the path, which is written to where any other file would be replaced.
/// </summary>
internal static class ImageFile
{
    public static T Write<T>(string path, bool sync, Func<Stream, T> forward, Func<SafeFileHandle, T> whole)
    {
        using (var stream = ForwardFile.Open(path))
        {
            if (stream is not null)
                return Forward(path, stream, sync, forward);
        }

        using var file = NewFile.At(path);
        var summary = ExplainLimit(path, () => whole(file.Handle));
        file.Keep(sync);
        return summary;
    }

    private static T Forward<T>(string path, FileStream stream, bool sync, Func<Stream, T> write)
    {
        try
        {
            var summary = write(stream);

            // What went through a pipe is not ours to bring to a disk.
            if (sync && stream.CanSeek)
                stream.Flush(flushToDisk: true);
            return summary;
        }
        catch (FaultException bad)
        {
            throw bad.In(path);
        }
    }

    /// <summary>
    /// Files may not grow without end: a file system has its limit (FAT 4 GiB), and so may a user. .NET reports it as a wrong
    /// argument, which it is not: whoever writes a disk should hear of it as of a disk that is full.
    /// </summary>
    private static T ExplainLimit<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (ArgumentOutOfRangeException failure) when (failure.ParamName == "value")
        {
            throw new IOException($"{path} may not grow so large", failure) { HResult = Errno.TooLarge };
        }
    }
}
