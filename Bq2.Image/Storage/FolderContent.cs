using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// A file below a folder of the host, opened again when it is read, by a path that no link can lead out of the folder.
/// </summary>
internal sealed class FolderContent(HostFolder root, string folder, string name, long length, bool mayHaveHoles) : Content(length)
{
    internal override string? Path => root.Show(Below);

    internal override bool MayHaveHoles => mayHaveHoles;

    private string Below => folder.Length == 0 ? name : $"{folder}/{name}";

    internal override IEnumerable<(long Offset, long Length)> DataRuns(OpenFile files) =>
        mayHaveHoles ? FileHoles.DataRuns(files.Open(this, Open), Length) : base.DataRuns(files);

    internal override void Read(long offset, Span<byte> into, OpenFile files)
    {
        for (int done = 0; done < into.Length;)
        {
            int read = files.Read(this, Open, offset + done, into[done..]);
            if (read == 0)
                throw FileContent.Shorter(offset + done, Length, Path);
            done += read;
        }
    }

    private SafeFileHandle Open() => root.OpenFile(Below);
}
