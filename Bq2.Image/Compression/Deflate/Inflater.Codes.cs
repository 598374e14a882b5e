using System.Runtime.CompilerServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateFormat;

namespace Bq2.Image;

/// <summary>Reads the codes of a block.</summary>
internal sealed partial class Inflater
{
    private void UseFixedCodes()
    {
        var lengths = _lengths.AsSpan(0, LiteralSymbols);
        lengths.Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        _literals.TryFit(lengths, mayBeSingle: true);
        lengths = _lengths.AsSpan(0, DistanceSymbols);
        lengths.Fill(5);
        _distances.TryFit(lengths, mayBeSingle: true);
    }

    private InflateStatus ReadCounts(ref BitReader bits)
    {
        bits.Fill();
        if (bits.Count < 14)
            return InflateStatus.NeedsSource;
        _literalCount = bits.Take(5) + FirstLength;
        _distanceCount = bits.Take(5) + 1;
        _statedCount = bits.Take(4) + 4;
        if (_literalCount > UsedLiteralSymbols || _distanceCount > UsedDistanceSymbols)
            return InflateStatus.Damaged;
        Array.Clear(_lengths, 0, CodeLengthSymbols);
        _known = 0;
        _part = Part.StatedLengths;
        return InflateStatus.GoesOn;
    }

    private InflateStatus ReadStatedLengths(ref BitReader bits)
    {
        for (; _known < _statedCount; _known++)
        {
            bits.Fill();
            if (bits.Count < 3)
                return InflateStatus.NeedsSource;
            _lengths[CodeLengthOrder[_known]] = (byte)bits.Take(3);
        }

        if (!_lengthCode.TryFit(_lengths.AsSpan(0, CodeLengthSymbols), mayBeSingle: false))
            return InflateStatus.Damaged;
        _known = 0;
        _part = Part.Lengths;
        return InflateStatus.GoesOn;
    }

    [MethodImpl(Hot.Path)]
    private InflateStatus ReadLengths(ref BitReader bits)
    {
        int all = _literalCount + _distanceCount;
        while (_known < all)
        {
            if (bits.Count < 14)
                bits.Fill();
            uint entry = _lengthCode.Find(bits.Bits & ((1UL << bits.Count) - 1));
            int word = (byte)entry, symbol = (int)(entry >> 16), extra = CodeLengths.ExtraBits(symbol);
            if (word + extra > bits.Count)
                return InflateStatus.NeedsSource;
            if ((entry & InflateTable.Special) != 0)
                return InflateStatus.Damaged;
            bits.Drop(word);
            if (symbol < Repeat)
                _lengths[_known++] = (byte)symbol;
            else if (!Repeats(symbol, bits.Take(extra), all))
                return InflateStatus.Damaged;
        }

        return FitCodes();
    }

    private bool Repeats(int symbol, int extra, int all)
    {
        int count = extra + (symbol == ManyZeros ? 11 : 3);
        if (_known + count > all || symbol == Repeat && _known == 0)
            return false;
        _lengths.AsSpan(_known, count).Fill(symbol == Repeat ? _lengths[_known - 1] : (byte)0);
        _known += count;
        return true;
    }

    // A block without an end symbol is invalid.
    private InflateStatus FitCodes()
    {
        if (_lengths[EndOfBlock] == 0
            || !_literals.TryFit(_lengths.AsSpan(0, _literalCount), mayBeSingle: true)
            || !_distances.TryFit(_lengths.AsSpan(_literalCount, _distanceCount), mayBeSingle: true))
        {
            return InflateStatus.Damaged;
        }

        _part = Part.Symbols;
        return InflateStatus.GoesOn;
    }

    private static uint[] LiteralEntries()
    {
        var entries = new uint[LiteralSymbols];
        for (uint i = 0; i < EndOfBlock; i++)
            entries[i] = InflateTable.Literal | i << 16;
        Array.Fill(entries, InflateTable.Special, EndOfBlock, LiteralSymbols - EndOfBlock);
        entries[EndOfBlock] |= InflateTable.Ends;
        for (int i = 0; i < LengthBase.Length; i++)
            entries[FirstLength + i] = (uint)LengthBase[i] << 16 | LengthExtra[i];
        return entries;
    }

    private static uint[] DistanceEntries()
    {
        var entries = new uint[DistanceSymbols];
        Array.Fill(entries, InflateTable.Special);
        for (int i = 0; i < DistanceBase.Length; i++)
            entries[i] = (uint)DistanceBase[i] << 16 | DistanceExtra[i];
        return entries;
    }
}
