namespace Bq2.Image;

/// <summary>Gzip files (RFC 1952) of any length, through streams.</summary>
public static class Gzip
{
    /// <summary>
    /// A stream of a gzip file's content, all its members one after the other. It uses 200 KiB of memory, however long the file
    /// is, and leaves <paramref name="source"/> open. Bytes that are not a whole gzip file are a <see cref="Bq2.Efi.FaultException"/>.
    /// </summary>
    public static Stream Unpack(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new InflateStream(new(source), DeflateFraming.Gzip);
    }

    /// <summary>
    /// A stream that compresses what is written to it, on all cores, and writes a gzip file of one member to <paramref name="target"/>,
    /// which it leaves open; the file is complete when the stream is disposed. Levels are 1, the fastest, to 9, the smallest. The bytes
    /// depend only on the content and the level.
    /// </summary>
    public static Stream Pack(Stream target, int level = 6)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new GzipWriter(target, level, Environment.ProcessorCount);
    }
}
