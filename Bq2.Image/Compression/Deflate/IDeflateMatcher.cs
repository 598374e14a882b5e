namespace Bq2.Image;

/// <summary>Finds what stood before: fills a stretch with literals and matches. What it finds depends on the source alone.</summary>
internal interface IDeflateMatcher
{
    /// <summary>Forgets the last source.</summary>
    void Reset();

    /// <summary>Goes on from the stretch's start, and finishes it.</summary>
    void Find(ReadOnlySpan<byte> source, DeflateParse parse);
}
