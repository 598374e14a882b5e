using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// Packed files, whatever packs them, told by their first bytes: gzip, zstd, xz, bzip2, lzip and lzma. All of it is managed code.
/// </summary>
public static class Packed
{
    // As much as the longest signature needs.
    private const int HeadLength = 16;
    private const int BufferLength = 1 << 20;

    private const int UsualGzipLevel = 6;

    /// <summary>What a file is packed with, by its first sixteen bytes.</summary>
    public static Packing KindOf(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? Packing.Gzip
        : ZstdStream.Begins(head) ? Packing.Zstd
        : head.StartsWith(XzStream.Signature) ? Packing.Xz
        : Bzip2Stream.Begins(head) ? Packing.Bzip2
        : head.StartsWith(LzipStream.Signature) ? Packing.Lzip
        : LzmaStream.Begins(head) ? Packing.Lzma
        : Packing.None;

    /// <summary>What a source is packed with.</summary>
    public static Packing KindOf(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Span<byte> head = stackalloc byte[(int)Math.Min(HeadLength, source.Length)];
        source.ReadAt(0, head);
        return KindOf(head);
    }

    /// <summary>
    /// A stream of the content of a packed stream, which stays open; a stream that is not packed is passed on as it is. Memory is bounded,
    /// and bytes that are damaged or cut off are a <see cref="Bq2.Efi.FaultException"/>.
    /// </summary>
    /// <param name="packed">The packed bytes, from the current position on.</param>
    /// <param name="name">Their name in messages.</param>
    /// <param name="options">How much may come out of it.</param>
    public static Stream Unpack(Stream packed, string? name = null, UnpackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(packed);
        return Unpack(packed, name, out _, options);
    }

    /// <summary>The same, which also says what it is packed with.</summary>
    internal static Stream Unpack(Stream packed, string? name, out Packing packing, UnpackOptions? options = null)
    {
        var input = new PackedInput(packed);
        packing = KindOf(input.Peek(HeadLength));
        Stream content = packing switch
        {
            Packing.Gzip => new InflateStream(input, DeflateFraming.Gzip),
            Packing.Zstd => new ZstdStream(input),
            Packing.Xz => new XzStream(input),
            Packing.Bzip2 => new Bzip2Stream(input),
            Packing.Lzip => new LzipStream(input),
            Packing.Lzma => new LzmaStream(input),
            _ => new PlainStream(input),
        };
        return content is PlainStream ? content : new UnpackedStream(input, content, name, options ?? new());
    }

    /// <summary>
    /// The content of a packed source, to be read at any offset; a source that is not packed is returned as it is. What is unpacked
    /// waits in memory up to 64 MiB, then in an unlinked file in the folder for temporary files. The result closes the source.
    /// </summary>
    public static Source Unpack(Source source, UnpackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return KindOf(source) == Packing.None ? source : Unpack(source, options, out _);
    }

    /// <summary>
    /// A stream that packs what is written to it, on all cores, and writes that to <paramref name="target"/>, which it leaves open; the
    /// file is complete when the stream is disposed. The bytes depend only on the content and the level. Gzip and zstd are written.
    /// </summary>
    public static Stream Pack(Stream target, Packing packing, int? level = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return packing switch
        {
            Packing.Gzip => Gzip.Pack(target, level ?? UsualGzipLevel),
            Packing.Zstd => new ZstdWriter(target, level, Environment.ProcessorCount),
            _ => throw Failure.Of(ImageFaults.PackingNotWritten, $"{packing} can be read, but not written"),
        };
    }

    /// <summary>The same for what is packed; also says in which folder the content waits, empty for memory.</summary>
    internal static Source Unpack(Source source, UnpackOptions? options, out string folder)
    {
        using var stream = Unpack(source.AsStream(), source.Path, options);
        var content = Spool(stream, source.Path, out folder);
        source.Dispose();
        return content;
    }

    /// <summary>What is left of a stream, to be read at any offset.</summary>
    internal static Source Spool(Stream stream, string? name, out string folder)
    {
        using var spool = new Spool($"{name ?? "the archive"} is unpacked first");
        var buffer = new byte[BufferLength];
        while (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is > 0 and var read)
            spool.Write(buffer.AsSpan(0, read));

        var handle = spool.Take();
        folder = spool.Folder;
        return new SpoolSource(handle, spool.Length, name);
    }
}
