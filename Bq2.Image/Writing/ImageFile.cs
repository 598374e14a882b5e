using Bq2.Efi;
using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Opens the output for an image of any format: a new file that gets its name when it is complete, or an existing pipe or device, which
/// is written to and not replaced.
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

            // A pipe cannot be synced.
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
    /// File systems limit the size of a file (FAT to 4 GiB), and so may user limits. .NET reports that as an argument exception; here it
    /// becomes an I/O error like a full disk.
    /// </summary>
    private static T ExplainLimit<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (ArgumentOutOfRangeException failure) when (failure.ParamName == "value")
        {
            throw new IOException($"{path} would exceed the size limit for a file", failure) { HResult = Errno.TooLarge };
        }
    }
}
