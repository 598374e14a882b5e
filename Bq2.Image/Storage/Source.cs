using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A disk, volume or file that can be read at any offset, whatever its container. All format readers read from here, so a wild offset in
/// a damaged image is a fault, never an access outside the file.
/// Several threads may read at once.
/// </summary>
public abstract partial class Source : IDisposable
{
    private protected const int SectorSize = 512;

    private protected Source(long length, string? path) => (Length, Path) = (length, path);

    /// <summary>In bytes.</summary>
    public long Length { get; private protected set; }

    /// <summary>The file behind the source, for messages.</summary>
    public string? Path { get; }

    /// <summary>A planned disk, read without being written.</summary>
    public static Source Of(Regions regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        return new RegionsSource(regions);
    }

    /// <summary>Bytes in memory, which must not change meanwhile.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">Their name in messages.</param>
    public static Source FromBytes(ReadOnlyMemory<byte> bytes, string? name = null) => new MemorySource(bytes, name);

    /// <summary>A seekable stream, with its current length. Nobody else may use it meanwhile.</summary>
    /// <param name="stream">The stream, which is closed with the source.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="leaveOpen">Leave the stream open when the source is closed.</param>
    /// <exception cref="ArgumentException">The stream cannot read or seek.</exception>
    public static Source FromStream(Stream stream, string? name = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
            throw new ArgumentException("the stream must be able to read and to seek", nameof(stream));
        return new StreamSource(stream, name, leaveOpen);
    }

    /// <summary>A stream over this source, which must stay open meanwhile. Closing the stream does not close it.</summary>
    public Stream AsStream() => new SourceStream(this);

    /// <summary>The space that the file takes on its file system, without holes; the length if that is not known.</summary>
    internal virtual long AllocatedBytes => Length;

    /// <summary>Fills <paramref name="into"/> with the bytes at an offset.</summary>
    public void ReadAt(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length || into.Length > Length - offset)
        {
            throw Bad(ImageFaults.OutOfRange, $"tried to read {into.Length:N0} bytes at {offset:N0}, but there are only {Length:N0}",
                "was the file cut short while it was copied?");
        }

        Fill(offset, into);
    }

    /// <summary>The same, with zeros after the end.</summary>
    internal void ReadOrZeros(long offset, Span<byte> into)
    {
        int there = (int)Math.Clamp(Length - offset, 0, into.Length);
        if (there > 0)
            ReadAt(offset, into[..there]);
        into[there..].Clear();
    }

    /// <summary>A part of this source. It is valid while this source is open, and need not be closed.</summary>
    public virtual Source Slice(long offset, long length) => new SliceSource(this, offset, length, owner: null);

    /// <summary>The ranges that may have something other than zeros, in order.</summary>
    public virtual IEnumerable<(long Offset, long Length)> DataRuns() => Length == 0 ? [] : [(0, Length)];

    /// <summary>Where every byte is stored, in order and without gaps, in pieces as found.</summary>
    internal virtual IEnumerable<MapPiece> MapPieces()
    {
        long end = 0;
        foreach (var (offset, length) in DataRuns())
        {
            if (offset > end)
                yield return MapPiece.Hole(end, offset - end, PlaceInFile(end)) with { File = Path };
            yield return MapPiece.Of(offset, length, PlaceInFile(offset)) with { File = Path };
            end = offset + length;
        }

        // A guest sees a disk as whole sectors.
        if (Align.Up(Length, SectorSize) is var sectors && sectors > end)
            yield return MapPiece.Hole(end, sectors - end, PlaceInFile(end)) with { File = Path };
    }

    /// <summary>Whether there is a hole at an offset, as far as is known without reading, and where it ends.</summary>
    internal virtual (bool IsHole, long End) HoleAt(long offset) => (offset >= Length, Length);

    /// <summary>Closes the source, and what it was opened from unless that should stay open.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the source has open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private protected abstract void Fill(long offset, Span<byte> into);

    /// <summary>The offset in the underlying file for an offset in this source; null if there is no single place.</summary>
    private protected virtual long? PlaceInFile(long offset) => null;

    private protected static long? PlaceInFileOf(Source source, long offset) => source.PlaceInFile(offset);

    internal byte[] ReadBytes(long offset, int count)
    {
        var bytes = new byte[count];
        ReadAt(offset, bytes);
        return bytes;
    }
}
