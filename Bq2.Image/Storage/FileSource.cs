using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A raw image, or any file, as its plain bytes.</summary>
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

    /// <summary>The same for a file that the caller opened and closes.</summary>
    public static FileSource Of(NamedFile file) => Of(file, isOwner: false);

    // An empty file may be intended; an empty pipe means that the command before it failed.
    private static FileSource Of(NamedFile file, bool isOwner) => file is { CopiedTo: not null, Length: 0 }
        ? throw Failure.Of(ImageFaults.NothingCame, $"no input: the pipe was empty", file.Name)
        : new(file, isOwner);

    public override IEnumerable<(long Offset, long Length)> DataRuns() => FileHoles.DataRuns(_file.Handle, Length);

    /// <summary>Reads until the buffer is full, however little the system returns at once.</summary>
    public static void ReadWhole(SafeFileHandle handle, Source file, long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int read = RandomAccess.Read(handle, into, offset);
            if (read == 0)
            {
                throw file.Bad(ImageFaults.FileChanged,
                    $"the file ends at {offset:N0}, but it had {file.Length:N0} bytes when it was opened");
            }

            into = into[read..];
            offset += read;
        }
    }

    // The holes of a pipe's copy are our own, not those of the original file.
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
