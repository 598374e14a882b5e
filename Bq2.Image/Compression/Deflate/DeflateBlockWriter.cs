using System.Runtime.CompilerServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateFormat;

namespace Bq2.Image;

/// <summary>Writes each block in its shortest form: stored, fixed code, or dynamic code.</summary>
internal sealed class DeflateBlockWriter
{
    private const int Stored = 0;
    private const int Fixed = 1;
    private const int Dynamic = 2;

    // Four literals fit between two flushes.
    private const int MaxLiteralWord = 14;

    // Each entry: the length in the upper bits, above the codeword and its extra bits.
    private const int WordBits = 24;
    private const uint WordMask = (1 << WordBits) - 1;

    private static readonly HuffmanCode s_fixedLiterals = FixedLiterals();
    private static readonly HuffmanCode s_fixedDistances = FixedDistances();

    private readonly HuffmanCode _literals = new(LiteralSymbols, MaxLiteralWord);
    private readonly HuffmanCode _distances = new(DistanceSymbols, MaxCodeLength);
    private readonly CodeLengths _statement = new();
    private readonly uint[] _literalWords = new uint[256];
    private readonly uint[] _lengthWords = new uint[MaxMatch + 1];

    public void Write(ReadOnlySpan<byte> source, DeflateParse parse, DeflateBlocks block, bool isLast, ref BitWriter bits)
    {
        var literals = block.Counts.Literals;
        var distances = block.Counts.Distances;
        literals[EndOfBlock] = 1;
        _literals.Fit(literals);
        _distances.Fit(distances);
        _statement.Take(_literals, _distances);

        long extra = ExtraBits(block.Counts);
        long made = extra + _statement.Cost + _literals.Cost(literals) + _distances.Cost(distances);
        long given = extra + s_fixedLiterals.Cost(literals) + s_fixedDistances.Cost(distances);
        long stored = StoredBits(block.End - block.Start);
        if (stored < made && stored < given)
            Store(source[block.Start..block.End], isLast, ref bits);
        else if (given <= made)
            Pack(source, parse, block, s_fixedLiterals, s_fixedDistances, isLast, null, ref bits);
        else
            Pack(source, parse, block, _literals, _distances, isLast, _statement, ref bits);
    }

    // Each part starts at a byte boundary with its length and the complement.
    private static long StoredBits(int length) => 8 * (length + 5L * Math.Max(1, (length + MaxStored - 1) / MaxStored));

    private static long ExtraBits(SymbolCounts counts)
    {
        long bits = 0;
        for (int i = 0; i < LengthExtra.Length; i++)
            bits += (long)counts.Literals[FirstLength + i] * LengthExtra[i];
        for (int i = 0; i < DistanceExtra.Length; i++)
            bits += (long)counts.Distances[i] * DistanceExtra[i];
        return bits;
    }

    private static void Store(ReadOnlySpan<byte> bytes, bool isLast, ref BitWriter bits)
    {
        do
        {
            var part = bytes[..Math.Min(bytes.Length, MaxStored)];
            bytes = bytes[part.Length..];
            bits.Add((isLast && bytes.IsEmpty ? 1u : 0) | Stored << 1, 3);
            bits.Align();
            bits.Add((uint)part.Length, 16);
            bits.Add(~(uint)part.Length & 0xffff, 16);
            bits.Flush();
            bits.AddBytes(part);
        }
        while (!bytes.IsEmpty);
    }

    [MethodImpl(Hot.Path)]
    private void Pack(
        ReadOnlySpan<byte> source, DeflateParse parse, DeflateBlocks block, HuffmanCode literals, HuffmanCode distances, bool isLast,
        CodeLengths? statement, ref BitWriter bits)
    {
        bits.Add((isLast ? 1u : 0) | (uint)(statement is null ? Fixed : Dynamic) << 1, 3);
        statement?.Write(ref bits);
        MakeWords(literals);

        int at = block.Start;
        foreach (var sequence in parse.Sequences[block.FirstSequence..block.EndSequence])
        {
            AddLiterals(source.Slice(at, sequence.Literals), ref bits);
            AddMatch(sequence, distances, ref bits);
            at += sequence.Literals + sequence.Length;
        }

        AddLiterals(source[at..block.End], ref bits);
        bits.Add(literals.Words[EndOfBlock], literals.Lengths[EndOfBlock]);
        bits.Flush();
    }

    [MethodImpl(Hot.Path)]
    private void MakeWords(HuffmanCode literals)
    {
        for (int i = 0; i < _literalWords.Length; i++)
            _literalWords[i] = literals.Words[i] | (uint)literals.Lengths[i] << WordBits;
        for (int length = MinMatch; length <= MaxMatch; length++)
        {
            int slot = LengthSlot[length], bits = literals.Lengths[FirstLength + slot];
            uint word = literals.Words[FirstLength + slot] | (uint)(length - LengthBase[slot]) << bits;
            _lengthWords[length] = word | (uint)(bits + LengthExtra[slot]) << WordBits;
        }
    }

    [MethodImpl(Hot.Part)]
    private void AddLiterals(ReadOnlySpan<byte> literals, ref BitWriter bits)
    {
        uint[] words = _literalWords;
        for (; literals.Length >= 4; literals = literals[4..])
        {
            AddWord(words[literals[0]], ref bits);
            AddWord(words[literals[1]], ref bits);
            AddWord(words[literals[2]], ref bits);
            AddWord(words[literals[3]], ref bits);
            bits.Flush();
        }

        foreach (byte literal in literals)
            AddWord(words[literal], ref bits);
        bits.Flush();
    }

    // At most 14 + 5 and 15 + 13 bits: one flush after both is enough.
    [MethodImpl(Hot.Part)]
    private void AddMatch(DeflateSequence match, HuffmanCode distances, ref BitWriter bits)
    {
        AddWord(_lengthWords[match.Length], ref bits);
        int slot = DistanceSlot(match.Distance);
        bits.Add(distances.Words[slot], distances.Lengths[slot]);
        bits.Add((uint)(match.Distance - DistanceBase[slot]), DistanceExtra[slot]);
        bits.Flush();
    }

    private static void AddWord(uint word, ref BitWriter bits) => bits.Add(word & WordMask, (int)(word >> WordBits));

    private static HuffmanCode FixedLiterals()
    {
        Span<byte> lengths = stackalloc byte[LiteralSymbols];
        lengths.Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        var code = new HuffmanCode(LiteralSymbols, MaxCodeLength);
        code.Set(lengths);
        return code;
    }

    private static HuffmanCode FixedDistances()
    {
        Span<byte> lengths = stackalloc byte[DistanceSymbols];
        lengths.Fill(5);
        var code = new HuffmanCode(DistanceSymbols, MaxCodeLength);
        code.Set(lengths);
        return code;
    }
}
