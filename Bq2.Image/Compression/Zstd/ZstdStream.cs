using ZstdSharp.Unsafe;

namespace Bq2.Image;

/// <summary>Zstandard: frames one after the other, some of which may be skipped. What is behind the last frame must be one too.</summary>
internal sealed unsafe class ZstdStream : InputStream
{
    // 512 MiB, as for the other formats; zstd's own program takes 128 unless it is told to take more.
    private const int MaxWindowLog = 29;

    private readonly PackedInput _input;
    private ZSTD_DCtx_s* _decoder = Methods.ZSTD_createDCtx();
    private bool _isInside;

    public ZstdStream(PackedInput input)
    {
        _input = input;
        Methods.ZSTD_DCtx_setParameter(_decoder, ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
    }

    ~ZstdStream() => Free();

    /// <summary>Whether bytes begin a frame, or one to be skipped.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) =>
        head is [0x28, 0xb5, 0x2f, 0xfd, ..] or [>= 0x50 and < 0x60, 0x2a, 0x4d, 0x18, ..];

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_decoder is null, this);
        if (buffer.IsEmpty)
            return 0;
        while (true)
        {
            if (_input.Bytes.IsEmpty && !_input.Fill())
                return _isInside ? throw _input.EndsEarly() : 0;
            if (Unpack(buffer) is > 0 and var count)
                return count;
        }
    }

    private int Unpack(Span<byte> buffer)
    {
        fixed (byte* source = _input.Bytes, target = buffer)
        {
            var input = new ZSTD_inBuffer_s { src = source, size = (nuint)_input.Bytes.Length };
            var output = new ZSTD_outBuffer_s { dst = target, size = (nuint)buffer.Length };
            nuint left = Methods.ZSTD_decompressStream(_decoder, &output, &input);
            if (Methods.ZSTD_isError(left))
                throw Failed(left);
            _input.Take((int)input.pos);

            // Nothing left means that a frame is over, and has given all of its content.
            _isInside = left != 0;
            return (int)output.pos;
        }
    }

    private Efi.FaultException Failed(nuint error) => Methods.ZSTD_getErrorCode(error) switch
    {
        ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge => _input.Fault(ImageFaults.PackedMemory,
            $"unpacking takes a window of more than {1 << MaxWindowLog:N0} bytes"),
        ZSTD_ErrorCode.ZSTD_error_checksum_wrong => _input.Fault(ImageFaults.PackedSum,
            $"the content does not have the checksum of the frame that ends here"),
        ZSTD_ErrorCode.ZSTD_error_prefix_unknown => _input.Fault(ImageFaults.PackedHead, $"a zstd frame does not begin like this"),
        ZSTD_ErrorCode.ZSTD_error_dictionary_wrong => _input.Fault(ImageFaults.PackedHead,
            $"the frame was packed with a dictionary, which is not here"),
        _ => _input.Fault(ImageFaults.PackedDamaged, $"the compressed bytes are damaged near this place"),
    };

    protected override void Dispose(bool disposing)
    {
        Free();
        base.Dispose(disposing);
    }

    private void Free()
    {
        Methods.ZSTD_freeDCtx(_decoder);
        _decoder = null;
    }
}
