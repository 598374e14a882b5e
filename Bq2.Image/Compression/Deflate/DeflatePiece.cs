namespace Bq2.Image;

/// <summary>A few thousand bytes of a stretch: where they end, and how often each symbol occurs in them.</summary>
internal sealed class DeflatePiece
{
    public SymbolCounts Counts { get; } = new();

    /// <summary>Where in the source it ends.</summary>
    public int End { get; set; }

    /// <summary>The number of the match after its last.</summary>
    public int EndSequence { get; set; }
}
