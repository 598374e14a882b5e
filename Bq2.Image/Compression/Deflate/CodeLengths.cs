using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// The header of a dynamic block: the lengths of its two codes, run-length encoded, in a Huffman code of their own.
/// </summary>
internal sealed class CodeLengths
{
    // A symbol, and above it the number of its extra bits' value.
    private const int SymbolBits = 5;

    private readonly ushort[] _items = new ushort[DeflateFormat.LiteralSymbols + DeflateFormat.DistanceSymbols];
    private readonly byte[] _lengths = new byte[DeflateFormat.LiteralSymbols + DeflateFormat.DistanceSymbols];
    private readonly uint[] _counts = new uint[DeflateFormat.CodeLengthSymbols];
    private readonly HuffmanCode _code = new(DeflateFormat.CodeLengthSymbols, DeflateFormat.MaxCodeLengthLength);
    private int _literals, _distances, _stated, _count;

    /// <summary>The size of the header in bits.</summary>
    public long Cost { get; private set; }

    [MethodImpl(Hot.Path)]
    public void Take(HuffmanCode literals, HuffmanCode distances)
    {
        _literals = Used(literals.Lengths, DeflateFormat.FirstLength, DeflateFormat.UsedLiteralSymbols);
        _distances = Used(distances.Lengths, 1, DeflateFormat.UsedDistanceSymbols);
        literals.Lengths.AsSpan(0, _literals).CopyTo(_lengths);
        distances.Lengths.AsSpan(0, _distances).CopyTo(_lengths.AsSpan(_literals));

        _count = 0;
        Array.Clear(_counts);
        for (int i = 0, run; i < _literals + _distances; i += run)
        {
            run = RunAt(i);
            if (_lengths[i] == 0)
                AddZeros(run);
            else
                AddRun(_lengths[i], run);
        }

        _code.Fit(_counts);
        _stated = DeflateFormat.CodeLengthSymbols;
        while (_stated > 4 && _code.Lengths[DeflateFormat.CodeLengthOrder[_stated - 1]] == 0)
            _stated--;
        Cost = 14 + 3 * _stated + _code.Cost(_counts)
            + 2 * _counts[DeflateFormat.Repeat] + 3 * _counts[DeflateFormat.FewZeros] + 7 * _counts[DeflateFormat.ManyZeros];
    }

    [MethodImpl(Hot.Path)]
    public void Write(ref BitWriter bits)
    {
        bits.Add((uint)(_literals - DeflateFormat.FirstLength), 5);
        bits.Add((uint)(_distances - 1), 5);
        bits.Add((uint)(_stated - 4), 4);
        foreach (byte symbol in DeflateFormat.CodeLengthOrder[.._stated])
        {
            bits.Flush();
            bits.Add(_code.Lengths[symbol], 3);
        }

        foreach (ushort item in _items.AsSpan(0, _count))
        {
            int symbol = item & ((1 << SymbolBits) - 1);
            bits.Flush();
            bits.Add(_code.Words[symbol], _code.Lengths[symbol]);
            bits.Add((uint)item >> SymbolBits, ExtraBits(symbol));
        }

        bits.Flush();
    }

    public static int ExtraBits(int symbol) => symbol switch
    {
        DeflateFormat.Repeat => 2,
        DeflateFormat.FewZeros => 3,
        DeflateFormat.ManyZeros => 7,
        _ => 0,
    };

    private static int Used(ReadOnlySpan<byte> lengths, int least, int most)
    {
        while (most > least && lengths[most - 1] == 0)
            most--;
        return most;
    }

    private int RunAt(int start)
    {
        var lengths = _lengths.AsSpan(start, _literals + _distances - start);
        int end = lengths.IndexOfAnyExcept(lengths[0]);
        return end < 0 ? lengths.Length : end;
    }

    private void AddZeros(int run)
    {
        for (; run >= 11; run -= Math.Min(run, 138))
            Add(DeflateFormat.ManyZeros, Math.Min(run, 138) - 11);
        if (run >= 3)
            Add(DeflateFormat.FewZeros, run - 3);
        else
            AddSingly(0, run);
    }

    private void AddRun(int length, int run)
    {
        Add(length, 0);
        for (run--; run >= 3; run -= Math.Min(run, 6))
            Add(DeflateFormat.Repeat, Math.Min(run, 6) - 3);
        AddSingly(length, run);
    }

    private void AddSingly(int length, int run)
    {
        for (; run > 0; run--)
            Add(length, 0);
    }

    private void Add(int symbol, int extra)
    {
        _items[_count++] = (ushort)(extra << SymbolBits | symbol);
        _counts[symbol]++;
    }
}
