namespace Bq2.Image;

/// <summary>Finds what stood before: fills a stretch with literals and matches. What it finds depends on the source alone.</summary>
internal interface IDeflateMatcher
{
    /// <summary>Forgets the last source, and remembers the first bytes of the next: matches may refer to them.</summary>
    void Begin(ReadOnlySpan<byte> source, int known);

    /// <summary>Goes on from the stretch's start, and finishes it.</summary>
    void Find(ReadOnlySpan<byte> source, DeflateParse parse);
}
