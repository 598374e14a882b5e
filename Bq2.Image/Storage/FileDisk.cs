using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A raw disk, or any file or block device, read and written in place.</summary>
internal sealed class FileDisk : WritableDisk
{
    private static readonly byte[] s_zeros = new byte[64 << 10];

    private readonly NamedFile _file;

    private FileDisk(NamedFile file) : base(file.Length, file.Name) => _file = file;

    private SafeFileHandle Handle => _file.Handle;

    public static FileDisk Open(string path) => new(NamedFile.OpenInPlace(path));

    /// <summary>Opens a file and the disk in it. The disk closes the file; if opening the disk fails, the file is closed here.</summary>
    public static T Open<T>(string path, Func<FileDisk, T> diskIn) where T : WritableDisk
    {
        var file = Open(path);
        try
        {
            return diskIn(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override IEnumerable<(long Offset, long Length)> DataRuns() => FileHoles.DataRuns(Handle, Length);

    public override void Flush() => RandomAccess.FlushToDisk(Handle);

    internal override long AllocatedBytes => _file.Status.AllocatedBytes;

    internal override (bool IsHole, long End) HoleAt(long offset) => FileHoles.At(Handle, offset, Length);

    private protected override void Fill(long offset, Span<byte> into) => FileSource.ReadWhole(Handle, this, offset, into);

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(Handle, bytes, offset);

    private protected override void Erase(long offset, long length)
    {
        if (FileHoles.Punch(Handle, offset, length))
            return;

        for (long done = 0; done < length; done += s_zeros.Length)
            Store(offset + done, s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, length - done)));
    }

    private protected override void Extend(long length)
    {
        if (_file.Status.Kind == FileKind.BlockDevice)
            throw Bad(ImageFaults.DeviceKeepsLength, $"a device cannot change its length of {Length:N0} bytes");

        RandomAccess.SetLength(Handle, length);
        Length = length;
    }

    private protected override void Cut(long length) => Extend(length);

    private protected override long? PlaceInFile(long offset) => offset;

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
