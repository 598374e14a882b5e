using ZstdSharp.Unsafe;

namespace Bq2.Image;

/// <summary>
/// Writes zstd frames of a fixed length, compressed in parallel: whether many at once or one at a time, the bytes are the same. Each has
/// its content's length and checksum.
/// </summary>
internal sealed class ZstdWriter : OutputStream
{
    /// <summary>Matches do not reach from one frame to the next, so long frames pack better, and take more memory.</summary>
    private const int FrameLength = 8 << 20;

    // Tables that stay in a core's cache: a seventh less time than level 3 as it is, and 1 % more bytes, which are no more than the zstd
    // program makes at its level 3.
    private const int UsualLevel = 3, UsualChainLog = 15, UsualHashLog = 16;

    // Each takes twice its length.
    private const int MaxFrames = 12;

    private readonly Stream _target;
    private readonly Frame[] _frames;
    private readonly PackCrew<Frame> _crew;
    private bool _isEmpty = true;
    private bool _isWhole;

    public ZstdWriter(Stream target, int? level, int cores)
    {
        _target = target;
        _frames = [.. Enumerable.Range(0, Math.Min(cores + 2, MaxFrames)).Select(_ => new Frame(level))];
        _crew = new(_frames, cores, frame => frame.Pack(), frame => _target.Write(frame.Packed));
    }

    public override bool CanWrite => !_isWhole;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isWhole, this);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_crew.Current.Take(bytes)..];
            if (_crew.Current.IsFull)
                Pass();
        }
    }

    /// <summary>Does nothing: a flush would change the bytes.</summary>
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isWhole)
        {
            _isWhole = true;
            using (_crew)
            {
                if (_isEmpty || _crew.Current.HasBytes)
                    Pass();
                _crew.Finish();
            }

            Array.ForEach(_frames, each => each.Dispose());
        }

        base.Dispose(disposing);
    }

    private void Pass()
    {
        _crew.Pass();
        _isEmpty = false;
    }

    private sealed unsafe class Frame(int? level) : IDisposable
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

        private static ZSTD_CCtx_s* Context(int? level)
        {
            var context = Methods.ZSTD_createCCtx();
            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_compressionLevel, level ?? UsualLevel);
            if (level is null)
            {
                Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_chainLog, UsualChainLog);
                Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_hashLog, UsualHashLog);
            }

            Methods.ZSTD_CCtx_setParameter(context, ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
            return context;
        }
    }
}
