using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Splits the matches into blocks where a new code saves more than it costs: a cluster of a disk often holds the end of one file and
/// the beginning of another.
/// </summary>
internal sealed class DeflateBlocks
{
    /// <summary>Only the last block of a stretch may be shorter.</summary>
    public const int MinLength = 1 << 12;

    private readonly SymbolCounts _piece = new();
    private readonly SymbolCounts _both = new();

    private int _at, _sequence;

    // A piece was counted that did not join the last block.
    private bool _hasPiece;

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
        _at = End = parse.Start;
        _sequence = EndSequence = 0;
        _hasPiece = false;
    }

    /// <summary>Moves to the next block; false if there is none.</summary>
    public bool Next(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        if (!_hasPiece && !CountPiece(source, parse))
            return false;

        (Start, FirstSequence) = (End, EndSequence);
        Counts.Set(_piece);
        int cost = Counts.Cost();
        do
        {
            (End, EndSequence) = (_at, _sequence);
            _hasPiece = CountPiece(source, parse);
        }
        while (_hasPiece && Joins(ref cost));
        return true;
    }

    private bool Joins(ref int cost)
    {
        _both.Set(Counts);
        _both.Add(_piece);
        int both = _both.Cost();
        if (both > cost + _piece.Cost())
            return false;
        Counts.Set(_both);
        cost = both;
        return true;
    }

    [MethodImpl(Hot.Path)]
    private bool CountPiece(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        if (_at == parse.End)
            return false;

        _piece.Clear();
        int end = Math.Min(parse.End, _at + MinLength);
        var sequences = parse.Sequences;
        while (_at < end && _sequence < sequences.Length)
        {
            var next = sequences[_sequence++];
            _piece.CountLiterals(source.Slice(_at, next.Literals));
            _piece.CountMatch(next.Length, next.Distance);
            _at += next.Literals + next.Length;
        }

        // After the last match, the rest is one piece.
        if (_sequence == sequences.Length && _at < end)
        {
            _piece.CountLiterals(source[_at..parse.End]);
            _at = parse.End;
        }

        return true;
    }
}
