using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Writes chunks at their place on the disk, which begins <paramref name="start"/> bytes into the file.</summary>
internal sealed class RawWorker(SafeFileHandle target, long start, Regions regions, bool writeZeros) : ChunkWorker
{
    // Smaller holes cost more calls than they save; file systems allocate in blocks no larger than this.
    private const int HoleSize = 64 << 10;

    private readonly RegionReader _reader = new(regions);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);

    private Chunk _chunk;

    /// <summary>How many bytes this worker has written.</summary>
    public long Written { get; private set; }

    // Every byte has its place already.
    public override bool TakesTurns => false;

    public override void Prepare(Chunk chunk)
    {
        _chunk = chunk;
        _reader.Read(chunk.Offset, _buffer.AsSpan(0, chunk.Length));
    }

    /// <summary>Writes everything but holes, adjacent pieces together.</summary>
    public override void Write()
    {
        var bytes = _buffer.AsSpan(0, _chunk.Length);
        for (int from = 0; from < bytes.Length;)
        {
            int to = from;
            while (to < bytes.Length && !IsHole(bytes, to))
                to = Math.Min(to + HoleSize, bytes.Length);

            if (to > from)
                RandomAccess.Write(target, bytes[from..to], start + _chunk.Offset + from);
            Written += to - from;
            from = to + HoleSize;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        base.Dispose(disposing);
    }

    private bool IsHole(ReadOnlySpan<byte> bytes, int at) =>
        !writeZeros && !bytes.Slice(at, Math.Min(HoleSize, bytes.Length - at)).ContainsAnyExcept((byte)0);
}
