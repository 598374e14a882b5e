namespace Bq2.Image;

/// <summary>Finds matches: fills a stretch with literals and matches. The result depends only on the source.</summary>
internal interface IDeflateMatcher
{
    /// <summary>Forgets the last source.</summary>
    void Reset();

    /// <summary>Parses from the stretch's start to its end.</summary>
    void Find(ReadOnlySpan<byte> source, DeflateParse parse);
}
