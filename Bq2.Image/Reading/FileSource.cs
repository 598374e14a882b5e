using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A raw image, or any file, as it lies on the disk.</summary>
internal sealed class FileSource : Source
{
    private readonly SafeFileHandle _handle;

    private FileSource(string path, SafeFileHandle handle) : base(RandomAccess.GetLength(handle), path) => _handle = handle;

    public static FileSource Open(string path) => new(path, File.OpenHandle(path));

    public override IEnumerable<(long Offset, long Length)> DataRuns() => FileHoles.DataRuns(_handle, Length);

    /// <summary>Reads to the last byte that is asked for, however little the system hands out at once.</summary>
    public static void ReadWhole(SafeFileHandle handle, Source file, long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int read = RandomAccess.Read(handle, into, offset);
            if (read == 0)
                throw file.Bad(ImageFaults.FileChanged, $"the file ends at {offset:N0}, but when it was opened it had {file.Length:N0} bytes");
            into = into[read..];
            offset += read;
        }
    }

    internal override (bool IsHole, long End) HoleAt(long offset) => FileHoles.At(_handle, offset, Length);

    private protected override void Fill(long offset, Span<byte> into) => ReadWhole(_handle, this, offset, into);

    private protected override long? PlaceInFile(long offset) => offset;

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
