using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A raw image that is changed in place. Nobody else who asks the system may have it open meanwhile.</summary>
internal sealed class FileDisk : WritableDisk
{
    private readonly SafeFileHandle _handle;

    private FileDisk(string path, SafeFileHandle handle) : base(RandomAccess.GetLength(handle), path) => _handle = handle;

    public static new FileDisk Open(string path) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));

    public override void Flush() => RandomAccess.FlushToDisk(_handle);

    private protected override void Fill(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int read = RandomAccess.Read(_handle, into, offset);
            if (read == 0)
                throw Bad("IMG001", $"the file ends at {offset:N0}, but when it was opened it had {Length:N0} bytes");
            into = into[read..];
            offset += read;
        }
    }

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    private protected override long? PlaceInFile(long offset) => offset;

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
