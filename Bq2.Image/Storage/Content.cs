using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// The bytes of something that will be written: in memory, in a file that is opened when it is written, or in another
/// disk. The length is known from the start, so that a plan can be exact before a byte is read.
/// </summary>
public abstract class Content
{
    private protected Content(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
    }

    /// <summary>No bytes.</summary>
    public static Content Empty { get; } = FromBytes(default);

    /// <summary>In bytes.</summary>
    public long Length { get; }

    /// <summary>The file it lies in, for messages; null where it lies in none.</summary>
    internal virtual string? Path => null;

    /// <summary>Two with equal identities are the same bytes, known without reading them.</summary>
    internal virtual object Identity => this;

    /// <summary>Bytes in memory, which must not change until they are written.</summary>
    public static Content FromBytes(ReadOnlyMemory<byte> bytes) => new MemoryContent(bytes);

    /// <summary>
    /// A whole file, as long as it is now. Links are followed, and a pipe is read to its end; what has no end, a folder, and
    /// a link to nothing are faults.
    /// </summary>
    public static Content FromFile(string path) =>
        FileStatus.Of(path) is { Kind: FileKind.Regular,
            Length: > 0 } file ? FromFile(path, 0, file.Length) : FromFile(NamedFile.Open(path));

    /// <summary>All of a file that is open, and must stay so until it is written.</summary>
    internal static Content FromFile(NamedFile file) => new OpenFileContent(file);

    /// <summary>A slice of a file. If the file turns out too short when it is written, that is a fault which names it.</summary>
    public static Content FromFile(string path, long offset, long length) => new FileContent(path, offset, length);

    /// <summary>A slice of an open source, which must stay open until it is written.</summary>
    public static Content FromSource(Source source, long offset, long length) => new SourceContent(source, offset, length);

    /// <summary>A stream that can seek, as long as it is now. It must stay open, and unused by others, until it is written.</summary>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    public static Content FromStream(Stream stream)
    {
        var source = Source.FromStream(stream, leaveOpen: true);
        return new SourceContent(source, 0, source.Length);
    }

    /// <summary>Bytes that are made when they are written.</summary>
    /// <param name="length">How many there are.</param>
    /// <param name="read">Makes them. The same offset must give the same bytes each time: several stretches are read at once,
    /// and some twice.</param>
    public static Content FromDelegate(long length, ContentReader read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new DelegateContent(length, read);
    }

    /// <summary>The first bytes, as many as there are up to <paramref name="count"/>: enough to tell what a file is.</summary>
    public byte[] Head(int count)
    {
        var bytes = new byte[Math.Min(count, Length)];
        using var files = new OpenFile();
        Read(0, bytes, files);
        return bytes;
    }

    /// <summary>Fills <paramref name="into"/>, which the caller has kept inside the length.</summary>
    internal abstract void Read(long offset, Span<byte> into, OpenFile files);
}
