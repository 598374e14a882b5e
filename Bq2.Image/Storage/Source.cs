using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A disk, volume or file that can be read at any offset, whatever container it lies in. Everything that reads a
/// format reads it from here, so a wild offset in a damaged image ends in a fault, never outside.
/// It may be read from several threads at once.
/// </summary>
public abstract class Source : IDisposable
{
    private protected const int SectorSize = 512;

    private protected Source(long length, string? path) => (Length, Path) = (length, path);

    /// <summary>In bytes.</summary>
    public long Length { get; private protected set; }

    /// <summary>The file behind the source, for messages.</summary>
    public string? Path { get; }

    /// <summary>A planned disk, read without being written.</summary>
    public static Source Of(Regions regions) => new RegionsSource(regions);

    /// <summary>Bytes in memory, which must not change meanwhile.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">What messages call them.</param>
    public static Source FromBytes(ReadOnlyMemory<byte> bytes, string? name = null) => new MemorySource(bytes, name);

    /// <summary>A stream that can seek, as long as it is now. Nobody else may use it meanwhile.</summary>
    /// <param name="stream">The stream, which is closed with the source.</param>
    /// <param name="name">What messages call it.</param>
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

    /// <summary>What a file takes of the file system it lies on, where holes take nothing; the length where that is not known.</summary>
    internal virtual long AllocatedBytes => Length;

    /// <summary>Fills <paramref name="into"/> with the bytes at an offset.</summary>
    public void ReadAt(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length || into.Length > Length - offset)
        {
            throw Bad(ImageFaults.OutOfRange, $"{into.Length:N0} bytes wanted at {offset:N0} of something that has {Length:N0}",
                "was the file cut short while it was copied?");
        }

        Fill(offset, into);
    }

    /// <summary>The same, with zeros for what lies behind the end.</summary>
    internal void ReadOrZeros(long offset, Span<byte> into)
    {
        int there = (int)Math.Clamp(Length - offset, 0, into.Length);
        if (there > 0)
            ReadAt(offset, into[..there]);
        into[there..].Clear();
    }

    /// <summary>A part of this source. It does not outlive this one, and closing it closes nothing.</summary>
    public virtual Source Slice(long offset, long length) => new SliceSource(this, offset, length, owner: null);

    /// <summary>The stretches that may hold something other than zeros, in order.</summary>
    public virtual IEnumerable<(long Offset, long Length)> DataRuns() => Length == 0 ? [] : [(0, Length)];

    /// <summary>Where everything lies, in order and without gaps, in pieces as small as they are found.</summary>
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

        // To a guest a disk is whole sectors.
        if (Align.Up(Length, SectorSize) is var sectors && sectors > end)
            yield return MapPiece.Hole(end, sectors - end, PlaceInFile(end)) with { File = Path };
    }

    /// <summary>Whether there is a hole at an offset, as far as that can be told without reading, and where that ends.</summary>
    internal virtual (bool IsHole, long End) HoleAt(long offset) => (offset >= Length, Length);

    /// <summary>Closes the source, and what it was opened from unless that was to stay open.</summary>
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

    /// <summary>Where an offset of this source lies in the file behind it; null where there is no one place.</summary>
    private protected virtual long? PlaceInFile(long offset) => null;

    private protected static long? PlaceInFileOf(Source source, long offset) => source.PlaceInFile(offset);

    internal byte[] ReadBytes(long offset, int count)
    {
        var bytes = new byte[count];
        ReadAt(offset, bytes);
        return bytes;
    }

    /// <summary>The failure that names this source, and shows the guilty bytes at an offset of it.</summary>
    internal FaultException Bad(FaultCode code, FormattableString message, long offset, int count, string? hint = null)
    {
        var fault = new Fault(code, FormattableString.Invariant(message)) { Path = Path, Hint = hint };
        if (offset < 0 || offset >= Length || PlaceInFile(offset) is not { } place)
            return new(fault);

        long row = Math.Max(0, offset - place % 16);
        var bytes = ReadBytes(row, (int)Math.Min(16, Length - row));
        return new(fault with { Offset = place, Excerpt = Excerpt.Of(bytes, place - (offset - row), place, count) });
    }

    /// <summary>The same for a field of a struct in it.</summary>
    internal FaultException Bad(FaultCode code, FormattableString message, FieldPlace field, string? hint = null) =>
        Bad(code, message, field.Offset, field.Length, hint);

    /// <summary>The failure that names this source, where no bytes are to blame.</summary>
    internal FaultException Bad(FaultCode code, FormattableString message, string? hint = null) =>
        Failure.Of(code, message, Path, hint);
}
