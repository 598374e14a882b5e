using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateFormat;

namespace Bq2.Image;

/// <summary>Writes each block in its shortest form: stored, fixed code, or dynamic code.</summary>
internal sealed class DeflateBlockWriter
{
    // More bits than a block's kind and the padding of a byte take.
    private const int HeadBits = 16;

    private const int Stored = 0;
    private const int Fixed = 1;
    private const int Dynamic = 2;

    // Four literals fit between two flushes.
    private const int MaxLiteralWord = 14;

    // Codewords above their lengths: the low bits of a sum of words are the total length, and the processor ignores the others
    // when it shifts.
    private const int WordShift = 8;

    private static readonly HuffmanCode s_fixedLiterals = FixedLiterals();
    private static readonly HuffmanCode s_fixedDistances = FixedDistances();

    private readonly HuffmanCode _literals = new(LiteralSymbols, MaxLiteralWord);
    private readonly HuffmanCode _distances = new(DistanceSymbols, MaxCodeLength);
    private readonly CodeLengths _statement = new();
    private readonly uint[] _literalWords = new uint[256];
    private readonly uint[] _lengthWords = new uint[MaxMatch + 1];
    private readonly uint[] _distanceWords = new uint[DistanceSymbols];

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
        bits.Reserve(Math.Min(stored, Math.Min(made, given)) + HeadBits);
        if (stored < made && stored < given)
            Store(source[block.Start..block.End], isLast, ref bits);
        else if (given <= made)
            Pack(source, parse, block, s_fixedLiterals, s_fixedDistances, isLast, null, ref bits);
        else
            Pack(source, parse, block, _literals, _distances, isLast, _statement, ref bits);
    }

    // Each part starts at a byte boundary with its length and the complement.
    private static long StoredBits(int length) => 8 * (length + 5L * Math.Max(1, (length + MaxStored - 1) / MaxStored));

    [MethodImpl(Hot.Path)]
    private static long ExtraBits(SymbolCounts counts)
    {
        long bits = 0;
        for (int i = 0; i < LengthExtra.Length; i++)
            bits += (long)counts.Literals[FirstLength + i] * LengthExtra[i];
        for (int i = 0; i < DistanceExtra.Length; i++)
            bits += (long)counts.Distances[i] * DistanceExtra[i];
        return bits;
    }

    public static void Store(ReadOnlySpan<byte> bytes, bool isLast, ref BitWriter bits)
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

    private void Pack(
        ReadOnlySpan<byte> source, DeflateParse parse, DeflateBlocks block, HuffmanCode literals, HuffmanCode distances, bool isLast,
        CodeLengths? statement, ref BitWriter bits)
    {
        bits.Add((isLast ? 1u : 0) | (uint)(statement is null ? Fixed : Dynamic) << 1, 3);
        statement?.Write(ref bits);
        MakeWords(literals, distances);
        AddSymbols(source[block.Start..block.End], parse.Sequences[block.FirstSequence..block.EndSequence], ref bits);
        bits.Add(literals.Words[EndOfBlock], literals.Lengths[EndOfBlock]);
        bits.Flush();
    }

    [MethodImpl(Hot.Path)]
    private void MakeWords(HuffmanCode literals, HuffmanCode distances)
    {
        for (int i = 0; i < _literalWords.Length; i++)
            _literalWords[i] = MakeWord(literals.Words[i], literals.Lengths[i]);
        for (int slot = 0; slot < LengthBase.Length; slot++)
        {
            int bits = literals.Lengths[FirstLength + slot], extra = LengthExtra[slot];
            uint word = literals.Words[FirstLength + slot];
            var words = _lengthWords.AsSpan(LengthBase[slot]);
            for (int i = 0; i < 1 << extra && i < words.Length; i++)
                words[i] = MakeWord(word | (uint)i << bits, bits + extra);
        }

        for (int slot = 0; slot < UsedDistanceSymbols; slot++)
            _distanceWords[slot] = MakeWord(distances.Words[slot], distances.Lengths[slot]);
    }

    private static uint MakeWord(uint bits, int length) => bits << WordShift | (uint)length;

    // Sequences are within the bytes, one after the other, and symbols within their tables: both come from the search.
    [MethodImpl(Hot.Path)]
    private void AddSymbols(ReadOnlySpan<byte> source, ReadOnlySpan<DeflateSequence> sequences, ref BitWriter into)
    {
        var bits = into.Begin();
        ref byte next = ref MemoryMarshal.GetReference(source);
        ref uint words = ref MemoryMarshal.GetArrayDataReference(_literalWords);
        ref uint lengthWords = ref MemoryMarshal.GetArrayDataReference(_lengthWords);
        ref uint distanceWords = ref MemoryMarshal.GetArrayDataReference(_distanceWords);
        int left = source.Length;
        for (int i = 0; i < sequences.Length; i++)
        {
            ref var sequence = ref Unsafe.Add(ref MemoryMarshal.GetReference(sequences), i);
            int literals = sequence.Literals, few = literals & 3;
            left -= literals + sequence.Length;
            AddManyLiterals(ref next, literals - few, ref words, ref bits);
            next = ref Unsafe.Add(ref next, literals - few);
            AddFewLiterals(ref next, few, ref words, ref bits);
            next = ref Unsafe.Add(ref next, few + sequence.Length);

            uint length = Unsafe.Add(ref lengthWords, sequence.Length), distance = Unsafe.Add(ref distanceWords, sequence.DistanceSlot);
            AddThree(length, distance, (uint)sequence.DistanceRest << WordShift | sequence.DistanceRestBits, ref bits);
            bits.Flush();
        }

        AddManyLiterals(ref next, left & ~3, ref words, ref bits);
        for (int i = left & ~3; i < left; i++)
            AddThree(Unsafe.Add(ref words, source[^(left - i)]), 0, 0, ref bits);
        bits.Flush();
        into.End(bits);
    }

    // Four literals have at most 56 bits.
    [MethodImpl(Hot.Part)]
    private static void AddManyLiterals(ref byte literals, int count, ref uint words, ref BitRun bits)
    {
        for (; count > 0; count -= 4)
        {
            uint first = Unsafe.Add(ref words, literals), second = Unsafe.Add(ref words, Unsafe.Add(ref literals, 1));
            uint third = Unsafe.Add(ref words, Unsafe.Add(ref literals, 2)), fourth = Unsafe.Add(ref words, Unsafe.Add(ref literals, 3));
            AddThree(first, second, third, ref bits);
            bits.Add(fourth >> WordShift, (byte)fourth);
            bits.Flush();
            literals = ref Unsafe.Add(ref literals, 4);
        }
    }

    // Up to three, without an unpredictable branch: those after the last are masked away.
    [MethodImpl(Hot.Part)]
    private static void AddFewLiterals(ref byte literals, int count, ref uint words, ref BitRun bits)
    {
        uint first = Unsafe.Add(ref words, literals) & (uint)(-count >> 31);
        uint second = Unsafe.Add(ref words, Unsafe.Add(ref literals, 1)) & (uint)((1 - count) >> 31);
        uint third = Unsafe.Add(ref words, Unsafe.Add(ref literals, 2)) & (uint)((2 - count) >> 31);
        AddThree(first, second, third, ref bits);
        bits.Flush();
    }

    // They are combined first, without waiting for the earlier output. Three literals have at most 42 bits; a length with its
    // extra bits, a distance, and the distance's extra bits 14 + 5, 15 and 13.
    [MethodImpl(Hot.Part)]
    private static void AddThree(uint first, uint second, uint third, ref BitRun bits)
    {
        uint two = first + second;
        ulong all = first >> WordShift | (ulong)(second >> WordShift) << (int)first | (ulong)(third >> WordShift) << (int)two;
        bits.Add(all, (byte)(two + third));
    }

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
