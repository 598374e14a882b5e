using static Bq2.Image.DeflateFormat;

namespace Bq2.Image;

/// <summary>
/// Decompresses deflate (RFC 1951), in as many steps as its input and buffer arrive in. It trusts nothing: each step takes bits or gives
/// bytes, codes and distances are checked as zlib checks them, and nothing is read or written beyond the two spans.
/// </summary>
internal sealed partial class Inflater
{
    private const int Stored = 0;
    private const int Fixed = 1;
    private const int Dynamic = 2;

    private const int LiteralBits = 11;
    private const int DistanceBits = 8;

    private static readonly uint[] s_literalEntries = LiteralEntries();
    private static readonly uint[] s_distanceEntries = DistanceEntries();

    // As large as any complete code needs: zlib's "enough" says so for these numbers of symbols and bits.
    private readonly InflateTable _literals = new(LiteralBits, room: 2342, s_literalEntries);
    private readonly InflateTable _distances = new(DistanceBits, room: 402, s_distanceEntries);
    private readonly InflateTable _lengthCode =
        new(bits: 7, room: 128, [.. Enumerable.Range(0, CodeLengthSymbols).Select(symbol => (uint)symbol << 16)]);

    private readonly byte[] _lengths = new byte[LiteralSymbols + DistanceSymbols];

    private Part _part;
    private bool _isLast;
    private uint _bits;
    private int _count;

    // The rest of a stored block or a match.
    private int _left;
    private int _distance;

    private int _literalCount, _distanceCount, _statedCount, _known;

    private enum Part
    {
        Head,
        StoredLength,
        StoredBytes,
        Counts,
        StatedLengths,
        Lengths,
        Symbols,
        Match,
        End,
    }

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        _part = Part.Head;
        (_bits, _count, _isLast) = (0, 0, false);
    }

    /// <summary>
    /// Decompresses until there is a reason to stop. <paramref name="used"/> is how many bytes of the source were used: the others must
    /// come again, followed by more if it needs more. Matches refer to the bytes before <paramref name="at"/> in
    /// <paramref name="into"/>; those after it may be overwritten.
    /// </summary>
    public InflateStatus Run(ReadOnlySpan<byte> source, out int used, Span<byte> into, ref int at)
    {
        var bits = new BitReader(source, _bits, _count);
        InflateStatus status;
        do
            status = Step(ref bits, into, ref at);
        while (status == InflateStatus.GoesOn);

        bits.GiveBack();
        (_bits, _count) = ((uint)bits.Bits, bits.Count);
        used = source.Length - bits.Left;
        return status;
    }

    private InflateStatus Step(ref BitReader bits, Span<byte> into, ref int at) => _part switch
    {
        Part.Head => ReadHead(ref bits),
        Part.StoredLength => ReadStoredLength(ref bits),
        Part.StoredBytes => CopyStored(ref bits, into, ref at),
        Part.Counts => ReadCounts(ref bits),
        Part.StatedLengths => ReadStatedLengths(ref bits),
        Part.Lengths => ReadLengths(ref bits),
        Part.Symbols => ReadSymbols(ref bits, into, ref at),
        Part.Match => GoOnWithMatch(into, ref at),
        _ => InflateStatus.Done,
    };

    private InflateStatus ReadHead(ref BitReader bits)
    {
        if (_isLast)
        {
            _part = Part.End;
            return InflateStatus.GoesOn;
        }

        bits.Fill();
        if (bits.Count < 3)
            return InflateStatus.NeedsSource;
        _isLast = bits.Take(1) != 0;
        switch (bits.Take(2))
        {
            case Stored:
                _part = Part.StoredLength;
                bits.Drop(bits.Count & 7);
                return InflateStatus.GoesOn;
            case Fixed:
                UseFixedCodes();
                _part = Part.Symbols;
                return InflateStatus.GoesOn;
            case Dynamic:
                _part = Part.Counts;
                return InflateStatus.GoesOn;
            default:
                return InflateStatus.Damaged;
        }
    }

    private InflateStatus ReadStoredLength(ref BitReader bits)
    {
        bits.Fill();
        if (bits.Count < 32)
            return InflateStatus.NeedsSource;
        _left = bits.Take(16);
        if (bits.Take(16) != (~_left & 0xffff))
            return InflateStatus.Damaged;
        _part = Part.StoredBytes;
        return InflateStatus.GoesOn;
    }

    private InflateStatus CopyStored(ref BitReader bits, Span<byte> into, ref int at)
    {
        bits.GiveBack();
        int count = Math.Min(_left, Math.Min(bits.Left, into.Length - at));
        bits.CopyBytes(into.Slice(at, count));
        at += count;
        _left -= count;
        if (_left > 0)
            return bits.Left == 0 ? InflateStatus.NeedsSource : InflateStatus.NeedsRoom;
        _part = Part.Head;
        return InflateStatus.GoesOn;
    }

    private InflateStatus GoOnWithMatch(Span<byte> into, ref int at)
    {
        if (at == into.Length)
            return InflateStatus.NeedsRoom;
        int end = Math.Min(into.Length, at + _left);
        _left -= end - at;
        for (; at < end; at++)
            into[at] = into[at - _distance];
        _part = _left > 0 ? Part.Match : Part.Symbols;
        return InflateStatus.GoesOn;
    }

    /// <summary>Symbol by symbol if the source or the buffer is almost used up, else fast.</summary>
    private InflateStatus ReadSymbols(ref BitReader bits, Span<byte> into, ref int at)
    {
        while (true)
        {
            var status = bits.Left >= FastSource && into.Length - at >= FastRoom
                ? ReadFast(ref bits, into, ref at)
                : ReadOne(ref bits, into, ref at);
            if (status != InflateStatus.GoesOn || _part != Part.Symbols)
                return status;
        }
    }

    // A length and its distance have 48 bits at most: so many are there, or the source has no more.
    private InflateStatus ReadOne(ref BitReader bits, Span<byte> into, ref int at)
    {
        bits.Fill();
        ulong next = bits.Bits & ((1UL << bits.Count) - 1);
        uint entry = _literals.Find(next);
        int taken = _literals.Before(next) + (byte)entry;
        if (taken > bits.Count)
            return InflateStatus.NeedsSource;
        if ((entry & (InflateTable.Literal | InflateTable.Special)) == 0)
            return ReadMatch(ref bits, next, entry, taken, at);
        if ((entry & InflateTable.Special) != 0)
        {
            bits.Drop(taken);
            return EndOrFault(entry);
        }

        if (at == into.Length)
            return InflateStatus.NeedsRoom;
        into[at++] = (byte)(entry >> 16);
        bits.Drop(taken);
        return InflateStatus.GoesOn;
    }

    private InflateStatus EndOrFault(uint entry)
    {
        _part = Part.Head;
        return (entry & InflateTable.Ends) != 0 ? InflateStatus.GoesOn : InflateStatus.Damaged;
    }

    private InflateStatus ReadMatch(ref BitReader bits, ulong next, uint length, int taken, int at)
    {
        _left = (int)Value(length, next >> (taken - (byte)length));
        next >>= taken;
        uint distance = _distances.Find(next);
        int before = _distances.Before(next);
        taken += before + (byte)distance;
        if (taken > bits.Count)
            return InflateStatus.NeedsSource;
        if ((distance & InflateTable.Special) != 0)
            return InflateStatus.Damaged;

        bits.Drop(taken);
        _distance = (int)Value(distance, next >> before);
        _part = Part.Match;
        return _distance > at ? InflateStatus.Damaged : InflateStatus.GoesOn;
    }
}
