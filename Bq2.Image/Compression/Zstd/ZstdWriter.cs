using Bq2.Efi.Work;
using ZstdSharp.Unsafe;

namespace Bq2.Image;

/// <summary>
/// Writes zstd frames of a fixed length, compressed in parallel: whether many at once or one at a time, the bytes are the same. Each has
/// its content's length and checksum.
/// </summary>
internal sealed class ZstdWriter : Stream
{
    /// <summary>Matches do not reach from one frame to the next, so long frames pack better, and take more memory.</summary>
    private const int FrameLength = 8 << 20;

    private const int MaxAtOnce = 16;

    private readonly Stream _target;
    private readonly Frame[] _frames;
    private int _full;
    private bool _isEmpty = true;
    private bool _isWhole;

    public ZstdWriter(Stream target, int level, int cores)
    {
        _target = target;
        _frames = [.. Enumerable.Range(0, Math.Clamp(cores, 1, MaxAtOnce)).Select(_ => new Frame(level))];
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
            bytes = bytes[_frames[_full].Take(bytes)..];
            if (_frames[_full].IsFull && ++_full == _frames.Length)
                WriteFull();
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
            if (_full < _frames.Length && (_isEmpty && _full == 0 || _frames[_full].HasBytes))
                _full++;
            WriteFull();
            Array.ForEach(_frames, each => each.Dispose());
        }

        base.Dispose(disposing);
    }

    private void WriteFull()
    {
        Cores.For(_full, number => _frames[number].Pack());
        foreach (var frame in _frames.AsSpan(0, _full))
            _target.Write(frame.Packed);
        (_full, _isEmpty) = (0, false);
    }

    private sealed unsafe class Frame(int level) : IDisposable
    {
        private readonly byte[] _source = new byte[FrameLength];
        private readonly byte[] _packed = new byte[(int)Methods.ZSTD_compressBound(FrameLength)];
        private ZSTD_CCtx_s* _packer = Context(level);
        private int _length, _packedLength;

        public bool IsFull => _length == FrameLength;

        public bool HasBytes => _length > 0;

        public ReadOnlySpan<byte> Packed => _packed.AsSpan(0, _packedLength);

        public int Take(ReadOnlySpan<byte> bytes)
        {
            int count = Math.Min(bytes.Length, FrameLength - _length);
            bytes[..count].CopyTo(_source.AsSpan(_length));
            _length += count;
            return count;
        }

        public void Pack()
        {
            fixed (byte* source = _source, target = _packed)
            {
                nuint length = Methods.ZSTD_compress2(_packer, target, (nuint)_packed.Length, source, (nuint)_length);
                (_packedLength, _length) = ((int)length, 0);
            }
        }

        public void Dispose()
        {
            Methods.ZSTD_freeCCtx(_packer);
            _packer = null;
        }

        private static ZSTD_CCtx_s* Context(int level)
        {
            var context = Methods.ZSTD_createCCtx();
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_compressionLevel, level);
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
            return context;
        }
    }
}
