using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A raw image, or any file, as it lies on the disk.</summary>
internal sealed class FileSource : Source
{
    private readonly NamedFile _file;
    private readonly bool _isOwner;

    private FileSource(NamedFile file, bool isOwner) : base(file.Length, file.Name) => (_file, _isOwner) = (file, isOwner);

    public static FileSource Open(string path)
    {
        var file = NamedFile.Open(path);
        try
        {
            return Of(file, isOwner: true);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same of what somebody else has open, and closes.</summary>
    public static FileSource Of(NamedFile file) => Of(file, isOwner: false);

    // An empty file may be meant; of an empty pipe the command before it has failed.
    private static FileSource Of(NamedFile file, bool isOwner) => file is { CopiedTo: not null, Length: 0 }
        ? throw Failure.Of(ImageFaults.NothingCame, $"nothing came: the pipe was empty", file.Name)
        : new(file, isOwner);

    public override IEnumerable<(long Offset, long Length)> DataRuns() => FileHoles.DataRuns(_file.Handle, Length);

    /// <summary>Reads to the last byte that is asked for, however little the system hands out at once.</summary>
    public static void ReadWhole(SafeFileHandle handle, Source file, long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int read = RandomAccess.Read(handle, into, offset);
            if (read == 0)
            {
                throw file.Bad(ImageFaults.FileChanged,
                    $"the file ends at {offset:N0}, but when it was opened it had {file.Length:N0} bytes");
            }

            into = into[read..];
            offset += read;
        }
    }

    // A pipe's copy has other holes than the file that its writer read.
    internal override long AllocatedBytes => _file.CopiedTo is null ? _file.Status.AllocatedBytes : Length;

    internal override (bool IsHole, long End) HoleAt(long offset) => FileHoles.At(_file.Handle, offset, Length);

    private protected override void Fill(long offset, Span<byte> into) => ReadWhole(_file.Handle, this, offset, into);

    private protected override long? PlaceInFile(long offset) => offset;

    protected override void Dispose(bool disposing)
    {
        if (_isOwner)
            _file.Dispose();
        base.Dispose(disposing);
    }
}
