namespace Bq2.Image;

/// <summary>Finds matches: fills a stretch with literals and matches. The result depends only on the source.</summary>
internal interface IDeflateMatcher
{
    /// <summary>Forgets the last source, and records the first bytes of the next one: matches may refer to them.</summary>
    void Begin(ReadOnlySpan<byte> source, int known);

    /// <summary>Parses from the stretch's start to its end.</summary>
    void Find(ReadOnlySpan<byte> source, DeflateParse parse);
}
