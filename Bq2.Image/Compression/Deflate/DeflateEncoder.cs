namespace Bq2.Image;

/// <summary>
/// Packs whole buffers by deflate (RFC 1951). What comes out depends on the source and the level alone: not on the machine,
/// the number of its cores, or what was packed before. An encoder keeps its working memory, so one serves one thread.
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

    /// <summary>The room that a source of this length needs at the most: blocks that do not shrink are stored.</summary>
    public static int MaxLength(int length) => length + 5 * (length / DeflateParse.MinPieceLength + 3) + 4 * BitWriter.Slack;

    /// <summary>Packs the source into at least <see cref="MaxLength"/> bytes. Says how many it takes.</summary>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> into) => Encode(source, 0, into, isLast: true);

    /// <summary>
    /// Packs what stands behind the first <paramref name="known"/> bytes, which the reader has already. What is not the last part of
    /// a stream ends with an empty stored block, so that the next part begins at a whole byte.
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

    // A last block by the fixed code, with nothing but its end.
    private static int WriteNothing(Span<byte> into)
    {
        into[0] = 3;
        into[1] = 0;
        return 2;
    }
}
