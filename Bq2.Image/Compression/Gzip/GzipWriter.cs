using System.Buffers.Binary;
using Bq2.Efi.Binary;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Writes a gzip member: parts of a fixed length are compressed in parallel and joined at whole bytes. Whether many parts are
/// compressed at once or one at a time, the bytes are the same.
/// </summary>
internal sealed class GzipWriter : Stream
{
    // More would not be faster, and each takes about a MiB.
    private const int MostBlocks = 64;

    private readonly Stream _target;
    private readonly GzipBlock[] _blocks;
    private GzipBlock? _last;
    private int _full;
    private uint _sum;
    private long _length;
    private bool _isWhole;

    public GzipWriter(Stream target, int level, int cores)
    {
        _target = target;
        _blocks = [.. Enumerable.Range(0, Math.Clamp(2 * cores, 1, MostBlocks)).Select(_ => new GzipBlock(level))];
        _blocks[0].Begin(null);
        _target.Write(GzipHeader.Plain);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_isWhole;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isWhole, this);
        while (!bytes.IsEmpty)
        {
            var block = _blocks[_full];
            bytes = bytes[block.Take(bytes)..];
            if (!block.IsFull)
                continue;
            _last = block;
            if (++_full == _blocks.Length)
                WriteFull();
            _blocks[_full].Begin(_last);
        }
    }

    /// <summary>Does nothing: a flush would change the bytes.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isWhole)
        {
            _isWhole = true;
            int rest = _full;
            WriteFull();
            _blocks[rest].Pack(isLast: true);
            WriteBlock(_blocks[rest]);
            WriteTrailer();
        }

        base.Dispose(disposing);
    }

    private void WriteFull()
    {
        Cores.For(_full, number => _blocks[number].Pack(isLast: false));
        foreach (var block in _blocks.AsSpan(0, _full))
            WriteBlock(block);
        _full = 0;
    }

    private void WriteBlock(GzipBlock block)
    {
        _target.Write(block.Packed);
        _sum = Crc32.Join(_sum, block.Sum, block.Length);
        _length += block.Length;
    }

    private void WriteTrailer()
    {
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _sum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_length);
        _target.Write(trailer);
    }
}
