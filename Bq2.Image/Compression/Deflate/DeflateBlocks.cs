namespace Bq2.Image;

/// <summary>
/// Combines the pieces of the search into blocks, with a new block where a new code saves more than it costs: a cluster of a
/// disk often holds the end of one file and the beginning of another.
/// </summary>
internal sealed class DeflateBlocks
{
    private int _next;

    /// <summary>Where the block begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>The number of its first match.</summary>
    public int FirstSequence { get; private set; }

    /// <summary>The number of the match after its last.</summary>
    public int EndSequence { get; private set; }

    public SymbolCounts Counts { get; } = new();

    public void Begin(DeflateParse parse)
    {
        End = parse.Start;
        _next = EndSequence = 0;
    }

    /// <summary>Moves to the next block; false if there is none.</summary>
    public bool Next(DeflateParse parse)
    {
        if (_next == parse.Pieces)
            return false;

        (Start, FirstSequence) = (End, EndSequence);
        Counts.Set(Take(parse).Counts);
        int cost = Counts.Cost();
        while (_next < parse.Pieces && Joins(parse.Piece(_next).Counts, ref cost))
            Take(parse);
        return true;
    }

    private DeflatePiece Take(DeflateParse parse)
    {
        var piece = parse.Piece(_next++);
        (End, EndSequence) = (piece.End, piece.EndSequence);
        return piece;
    }

    private bool Joins(SymbolCounts piece, ref int cost)
    {
        int both = Counts.CostWith(piece);
        if (both > cost + piece.Cost())
            return false;
        Counts.Add(piece);
        cost = both;
        return true;
    }
}
