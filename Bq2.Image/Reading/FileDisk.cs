using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A raw disk, or any file, that is read and written in place.</summary>
internal sealed class FileDisk : WritableDisk
{
    private static readonly byte[] s_zeros = new byte[64 << 10];

    private readonly SafeFileHandle _handle;

    private FileDisk(string path, SafeFileHandle handle) : base(RandomAccess.GetLength(handle), path) => _handle = handle;

    public static FileDisk Open(string path) => new(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));

    public override IEnumerable<(long Offset, long Length)> DataRuns() => FileHoles.DataRuns(_handle, Length);

    public override void Flush() => RandomAccess.FlushToDisk(_handle);

    internal override (bool IsHole, long End) HoleAt(long offset) => FileHoles.At(_handle, offset, Length);

    private protected override void Fill(long offset, Span<byte> into) => FileSource.ReadWhole(_handle, this, offset, into);

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    private protected override void Erase(long offset, long length)
    {
        if (FileHoles.Punch(_handle, offset, length))
            return;

        for (long done = 0; done < length; done += s_zeros.Length)
            Store(offset + done, s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, length - done)));
    }

    private protected override void Extend(long length)
    {
        RandomAccess.SetLength(_handle, length);
        Length = length;
    }

    private protected override long? PlaceInFile(long offset) => offset;

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
