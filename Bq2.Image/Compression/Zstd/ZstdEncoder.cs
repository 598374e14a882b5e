using ZstdSharp.Unsafe;

namespace Bq2.Image;

/// <summary>
/// Compresses clusters of 32 and 64 KiB into frames of one block: our own search for matches, and ZstdSharp's entropy coder. At zstd's own
/// level 3 the search takes three quarters of the time.
/// </summary>
internal sealed unsafe class ZstdEncoder : IDisposable
{
    /// <summary>For shorter sources zstd's level 3 finds shorter matches; for longer ones it looks further back.</summary>
    public const int MinLength = 1 << 15;

    // ZSTD_FRAMEHEADERSIZE_MAX.
    private const int MaxHeader = 18;

    private readonly ZstdMatcher _matcher = new();
    private readonly ZstdParse _parse = new();
    private ZSTD_CCtx_s* _context = Methods.ZSTD_createCCtx();

    public ZstdEncoder()
    {
        Set(ZSTD_cParameter.ZSTD_c_compressionLevel, 3);
        Set(ZSTD_cParameter.ZSTD_c_windowLog, 16);
        Set(ZSTD_cParameter.ZSTD_c_minMatch, 3);

        // Its own search has nothing to do; these are the smallest tables.
        Set(ZSTD_cParameter.ZSTD_c_hashLog, 6);
        Set(ZSTD_cParameter.ZSTD_c_chainLog, 6);

        // ZSTD_c_blockDelimiters and ZSTD_c_repcodeResolution: a sequence ends each block, and repeated distances are coded already.
        Set(ZSTD_cParameter.ZSTD_c_experimentalParam11, (int)ZSTD_sequenceFormat_e.ZSTD_sf_explicitBlockDelimiters);
        Set(ZSTD_cParameter.ZSTD_c_experimentalParam19, (int)ZSTD_paramSwitch_e.ZSTD_ps_disable);
    }

    public static bool Takes(int length) => length is >= MinLength and <= ZstdParse.MaxLength;

    /// <summary>Returns the compressed length, or 0 if the source cannot be compressed or does not fit.</summary>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> into)
    {
        // ZstdSharp does not see that its frame header found no room.
        if (into.Length < MaxHeader)
            return 0;

        _matcher.Find(source, _parse);
        fixed (byte* target = into)
        {
            nuint length = Methods.ZSTD_compressSequencesAndLiterals(
                _context, target, (nuint)into.Length, _parse.Sequences, _parse.SequenceCount, _parse.Literals, _parse.LiteralCount,
                _parse.LiteralRoom, (nuint)source.Length);
            return Methods.ZSTD_isError(length) ? 0 : (int)length;
        }
    }

    public void Dispose()
    {
        Methods.ZSTD_freeCCtx(_context);
        _context = null;
    }

    private void Set(ZSTD_cParameter parameter, int value) => Methods.ZSTD_CCtx_setParameter(_context, parameter, value);
}
