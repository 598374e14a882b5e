using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// A stretch of the source, parsed into literals and matches. It is kept in pieces, each with the
/// counts of its symbols, which <see cref="DeflateBlocks"/> combines into blocks.
/// </summary>
internal sealed class DeflateParse(int pieceLength)
{
    /// <summary>A stretch has at least this many bytes, and ends with the next match.</summary>
    public const int UsualLength = 1 << 16;

    /// <summary>The least length of a piece: it ends at the first match that ends this far after its start, or with the stretch.</summary>
    public const int MinPieceLength = 1 << 12;

    // Each match has at least three bytes.
    private readonly DeflateSequence[] _sequences =
        new DeflateSequence[(UsualLength + DeflateFormat.MaxMatch) / DeflateFormat.MinMatch + 1];


    private readonly DeflatePiece[] _pieces = [.. Enumerable.Range(0, UsualLength / MinPieceLength + 2).Select(_ => new DeflatePiece())];
    private int _count;
    private int _literals;

    /// <summary>Where in the source the stretch begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where in the source it ends; there may be literals after the last match.</summary>
    public int End { get; private set; }

    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; private set; }

    public ReadOnlySpan<DeflateSequence> Sequences => _sequences.AsSpan(0, _count);

    /// <summary>The counts of the current piece: literals first, then distances.</summary>
    public ref uint Counts => ref _pieces[Pieces].Counts.First;

    /// <summary>Where the current piece may end.</summary>
    public int PieceEnd { get; private set; }

    public DeflatePiece Piece(int number) => _pieces[number];

    public void Begin(int start)
    {
        Start = _literals = start;
        _count = Pieces = 0;
        BeginPiece(start);
    }

    /// <summary>
    /// Adds the literals up to <paramref name="at"/>, which are counted already, and the match there. Returns the end of the match;
    /// if that is not before <see cref="PieceEnd"/>, <see cref="NextPiece"/> must follow.
    /// </summary>
    [MethodImpl(Hot.Part)]
    public int Add(int at, int length, int distance, ref uint counts)
    {
        int slot = DeflateFormat.DistanceSlot(distance, out int restBits, out uint rest);
        Unsafe.Add(ref counts, DeflateFormat.FirstLength + LengthSlot(length))++;
        Unsafe.Add(ref counts, DeflateFormat.LiteralSymbols + slot)++;

        // A match has three bytes or more and begins before the stretch's usual end: there is always room for it.
        ref var sequence = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_sequences), _count++);
        sequence.Literals = (ushort)(at - _literals);
        sequence.Length = (ushort)length;
        sequence.DistanceRest = (ushort)rest;
        sequence.DistanceRestBits = (byte)restBits;
        sequence.DistanceSlot = (byte)slot;
        return _literals = at + length;
    }

    // A length is one that was found, of 3 to 258.
    [MethodImpl(Hot.Part)]
    private static int LengthSlot(int length) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(DeflateFormat.LengthSlot), length);

    /// <summary>Ends the piece, and returns the next one's counts.</summary>
    public ref uint NextPiece(int at)
    {
        (_pieces[Pieces].End, _pieces[Pieces].EndSequence) = (at, _count);
        Pieces++;
        BeginPiece(at);
        return ref Counts;
    }

    /// <summary>Counts the rest after the last match, or after <paramref name="at"/>, and ends the stretch.</summary>
    [MethodImpl(Hot.Path)]
    public void Finish(ReadOnlySpan<byte> source, int at)
    {
        End = Math.Max(at, Math.Min(source.Length, Start + UsualLength));
        ref uint counts = ref Counts;
        foreach (byte literal in source[at..End])
            Unsafe.Add(ref counts, literal)++;
        if (End > (Pieces == 0 ? Start : _pieces[Pieces - 1].End))
            NextPiece(End);
    }

    private void BeginPiece(int at)
    {
        _pieces[Pieces].Counts.Clear();
        PieceEnd = at + pieceLength;
    }
}
