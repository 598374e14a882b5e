using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Content from a file. The file is closed between planning and writing: a tree may have more files than a process may open.
/// </summary>
internal sealed class FileContent(string path, long start, long length) : Content(length)
{
    // Resolved now: the current folder may be another one when the plan is written.
    private readonly string _path = System.IO.Path.GetFullPath(path);

    internal override string? Path => path;

    internal override object Identity => (_path, start, Length);

    internal override void Read(long offset, Span<byte> into, OpenFile files)
    {
        for (int done = 0; done < into.Length;)
        {
            int read = files.Read(_path, start + offset + done, into[done..]);
            if (read == 0)
                throw Shorter(start + offset + done, start + Length, path);
            done += read;
        }
    }

    internal static FaultException Shorter(long end, long planned, string? path) =>
        Failure.Of(ImageFaults.FileChanged,
            $"the file ends at {end:N0}, but it reached to {planned:N0} when the disk was planned", path,
            "do not change the file while the disk is written");
}
