using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Bytes that will be written: from memory, from a file that is opened only then, or from another disk. The length is known from the
/// start, so that a plan is exact before any byte is read.
/// </summary>
public abstract class Content
{
    private protected Content(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
    }

    /// <summary>Empty content.</summary>
    public static Content Empty { get; } = FromBytes(default);

    /// <summary>In bytes.</summary>
    public long Length { get; }

    /// <summary>The file that it comes from, for messages; null if there is none.</summary>
    internal virtual string? Path => null;

    /// <summary>Whether <see cref="DataRuns"/> may find holes, so that it is worth asking.</summary>
    internal virtual bool MayHaveHoles => false;

    /// <summary>Contents with equal identities have the same bytes, which need not be read to know it.</summary>
    internal virtual object Identity => this;

    /// <summary>Bytes in memory, which must not change until they are written.</summary>
    public static Content FromBytes(ReadOnlyMemory<byte> bytes) => new MemoryContent(bytes);

    /// <summary>
    /// A whole file, with its current length. Links are followed, and a pipe is read to its end; an endless device, a folder and a broken
    /// link are faults.
    /// </summary>
    public static Content FromFile(string path) =>
        FileStatus.Of(path) is { Kind: FileKind.Regular,
            Length: > 0 } file ? FromFile(path, 0, file.Length) : FromFile(NamedFile.Open(path));

    /// <summary>The whole of an open file, which must stay open until it is written.</summary>
    internal static Content FromFile(NamedFile file) => new OpenFileContent(file);

    /// <summary>A slice of a file. If the file is too short when it is written, the fault names it.</summary>
    public static Content FromFile(string path, long offset, long length)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new FileContent(path, offset, length);
    }

    /// <summary>A slice of an open source, which must stay open until it is written.</summary>
    public static Content FromSource(Source source, long offset, long length)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new SourceContent(source, offset, length);
    }

    /// <summary>A seekable stream, with its current length. It must stay open, and nobody else may use it, until it is written.</summary>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    public static Content FromStream(Stream stream)
    {
        var source = Source.FromStream(stream, leaveOpen: true);
        return new SourceContent(source, 0, source.Length);
    }

    /// <summary>Bytes that are generated when they are written.</summary>
    /// <param name="length">How many there are.</param>
    /// <param name="read">Generates them. The same offset must give the same bytes each time: ranges are read in parallel, and some
    /// twice.</param>
    public static Content FromDelegate(long length, ContentReader read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new DelegateContent(length, read);
    }

    /// <summary>A planned disk as content: what lies between its pieces are holes, which a file system need not store.</summary>
    public static Content FromRegions(Regions regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        return new RegionsContent(regions);
    }

    /// <summary>The first bytes, at most <paramref name="count"/>: enough to detect what a file is.</summary>
    public byte[] Head(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var bytes = new byte[Math.Min(count, Length)];
        using var files = new OpenFile();
        Read(0, bytes, files);
        return bytes;
    }

    /// <summary>The ranges that may have something other than zeros, in order; between them are holes.</summary>
    internal virtual IEnumerable<(long Offset, long Length)> DataRuns(OpenFile files) => Length == 0 ? [] : [(0, Length)];

    /// <summary>Fills <paramref name="into"/>; the caller has checked that it is inside the length.</summary>
    internal abstract void Read(long offset, Span<byte> into, OpenFile files);
}
