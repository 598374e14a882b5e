using System.Buffers;

namespace Bq2.Image;

/// <summary>Writes chunks to a stream one after another; only reading is parallel.</summary>
internal sealed class StreamWorker(Stream target, Regions regions) : ChunkWorker
{
    private readonly RegionReader _reader = new(regions);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);

    private int _length;

    public override void Prepare(Chunk chunk)
    {
        _length = chunk.Length;
        _reader.Read(chunk.Offset, _buffer.AsSpan(0, _length));
    }

    public override void Place() => target.Write(_buffer, 0, _length);

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        base.Dispose(disposing);
    }
}
