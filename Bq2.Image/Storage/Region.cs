namespace Bq2.Image;

/// <summary>One piece of a planned disk: these bytes at this offset.</summary>
public readonly record struct Region(long Offset, Content Content)
{
    /// <summary>The end of the piece.</summary>
    public long End => Offset + Content.Length;
}
