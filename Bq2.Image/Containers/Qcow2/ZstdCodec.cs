using ZstdSharp.Unsafe;

namespace Bq2.Image;

/// <summary>
/// Zstandard in C#: the same bytes wherever it runs, which the system's library does not promise from one release to the next.
/// What works in one direction serves all clusters of its thread.
/// </summary>
internal sealed unsafe class ZstdCodec : ClusterCodec
{
    // zstd's own default, and qemu-img's.
    private const int Level = 3;

    private ZSTD_CCtx_s* _packer;
    private ZSTD_DCtx_s* _unpacker;
    private ZstdEncoder? _encoder;

    public override int Compress(ReadOnlySpan<byte> cluster, Span<byte> into)
    {
        if (ZstdEncoder.Takes(cluster.Length))
            return (_encoder ??= new()).Encode(cluster, into);

        if (_packer is null)
            _packer = Methods.ZSTD_createCCtx();
        fixed (byte* source = cluster, target = into)
        {
            nuint length = Methods.ZSTD_compressCCtx(_packer, target, (nuint)into.Length, source, (nuint)cluster.Length, Level);
            return Methods.ZSTD_isError(length) ? 0 : (int)length;
        }
    }

    /// <summary>One frame after another until the cluster is full: writers may end a frame wherever they like.</summary>
    public override bool TryDecompress(ReadOnlySpan<byte> packed, Span<byte> cluster)
    {
        fixed (byte* source = packed, target = cluster)
        {
            if (_unpacker is null)
                _unpacker = Methods.ZSTD_createDCtx();
            var input = new ZSTD_inBuffer_s { src = source, size = (nuint)packed.Length };
            var output = new ZSTD_outBuffer_s { dst = target, size = (nuint)cluster.Length };
            Methods.ZSTD_DCtx_reset(_unpacker, ZSTD_ResetDirective.ZSTD_reset_session_only);
            while (output.pos < output.size)
            {
                var before = (input.pos, output.pos);
                if (Methods.ZSTD_isError(Methods.ZSTD_decompressStream(_unpacker, &output, &input)) || before == (input.pos, output.pos))
                    return false;
            }

            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _encoder?.Dispose();
        Methods.ZSTD_freeCCtx(_packer);
        Methods.ZSTD_freeDCtx(_unpacker);
        _packer = null;
        _unpacker = null;
        base.Dispose(disposing);
    }
}
