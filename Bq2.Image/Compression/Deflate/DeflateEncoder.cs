namespace Bq2.Image;

/// <summary>
/// Compresses whole buffers with deflate (RFC 1951). The output depends only on the source and the level: not on the machine, the
/// number of cores, or earlier calls. An encoder reuses its working memory, so each thread needs its own.
/// </summary>
internal sealed class DeflateEncoder
{
    private readonly IDeflateMatcher _matcher;
    private readonly DeflateParse _parse;
    private readonly DeflateBlocks _blocks = new();
    private readonly DeflateBlockWriter _writer = new();

    /// <summary>Levels are 1, the fastest, to 9, the smallest.</summary>
    public DeflateEncoder(int level)
    {
        var settings = DeflateLevel.Of(level);
        _parse = new(settings.PieceLength);
        _matcher = settings.Depth == 0 ? new BucketMatcher(settings) : new ChainMatcher(settings);
    }

    /// <summary>The largest possible output for a source of this length: blocks that do not shrink are stored.</summary>
    public static int MaxLength(int length) => length + 5 * (length / DeflateParse.MinPieceLength + 3) + 4 * BitWriter.Slack;

    /// <summary>Compresses the source into a buffer of at least <see cref="MaxLength"/> bytes; returns the compressed length.</summary>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> into) => Encode(source, 0, into, isLast: true);

    /// <summary>
    /// Compresses what follows the first <paramref name="known"/> bytes, which the reader already has. Every part but the last of
    /// a stream ends with an empty stored block, so that the next part begins at a byte boundary.
    /// </summary>
    public int Encode(ReadOnlySpan<byte> source, int known, Span<byte> into, bool isLast)
    {
        if (source.Length == known)
            return isLast ? WriteNothing(into) : 0;

        _matcher.Begin(source, known);
        var bits = new BitWriter(into);
        for (int start = known; start < source.Length; start = _parse.End)
        {
            _parse.Begin(start);
            _matcher.Find(source, _parse);
            _blocks.Begin(_parse);
            while (_blocks.Next(_parse))
                _writer.Write(source, _parse, _blocks, isLast && _blocks.End == source.Length, ref bits);
        }

        if (!isLast)
            DeflateBlockWriter.Store([], isLast: false, ref bits);
        bits.Align();
        return bits.Length;
    }

    // An empty final block in the fixed code.
    private static int WriteNothing(Span<byte> into)
    {
        into[0] = 3;
        into[1] = 0;
        return 2;
    }
}
