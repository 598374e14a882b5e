using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Looks symbols up by the next bits: short codewords in one step, others in a second table.
/// An entry holds from bit 16 on a value, from bit 8 on the length of the codeword, and below the same with the extra bits.
/// </summary>
internal sealed class InflateTable(int bits, int room, uint[] symbols)
{
    /// <summary>The value is a literal.</summary>
    public const uint Literal = 1u << 31;

    /// <summary>Neither a literal nor a length or distance.</summary>
    public const uint Special = 1 << 15;

    /// <summary>The value is the start of a second table, and the length is its number of index bits.</summary>
    public const uint Leads = 1 << 14;

    /// <summary>The block has ended.</summary>
    public const uint Ends = 1 << 13;

    // The bits of no codeword; one bit is enough to see that.
    private const uint Nothing = Special | 1;

    private readonly uint[] _entries = new uint[room];
    private readonly ushort[] _sorted = new ushort[symbols.Length];

    public ref uint First => ref MemoryMarshal.GetArrayDataReference(_entries);

    [MethodImpl(Hot.Part)]
    public uint Find(ulong source)
    {
        uint entry = _entries[(uint)source & ((1u << bits) - 1)];
        return (entry & Leads) == 0 ? entry : _entries[(entry >> 16) + ((uint)(source >> bits) & ((1u << (int)(entry >> 8 & 15)) - 1))];
    }

    /// <summary>The bits of a codeword before those of the second table.</summary>
    public int Before(ulong source) => (_entries[(uint)source & ((1u << bits) - 1)] & Leads) == 0 ? 0 : bits;

    /// <summary>
    /// Makes the table for a code of these lengths. False if a word would stand for several symbols, or, as in zlib, some
    /// bits for none, unless there is only one word, of one bit, or none.
    /// </summary>
    [MethodImpl(Hot.Path)]
    public bool TryFit(ReadOnlySpan<byte> lengths, bool mayBeSingle)
    {
        Span<int> counts = stackalloc int[DeflateFormat.MaxCodeLength + 1];
        counts.Clear();
        foreach (byte length in lengths)
            counts[length]++;

        int room = 1, longest = 0;
        for (int length = 1; length <= DeflateFormat.MaxCodeLength; length++)
        {
            room = (room << 1) - counts[length];
            if (room < 0)
                return false;
            if (counts[length] != 0)
                longest = length;
        }

        if (room > 0 && longest > 1 || room > 0 && longest == 1 && !mayBeSingle)
            return false;
        Sort(lengths, counts);
        if (room > 0)
            FillFew(longest);
        else
            FillAll(counts, longest);
        return true;
    }

    [MethodImpl(Hot.Path)]
    private void Sort(ReadOnlySpan<byte> lengths, ReadOnlySpan<int> counts)
    {
        Span<int> places = stackalloc int[DeflateFormat.MaxCodeLength + 1];
        places[0] = places[1] = 0;
        for (int length = 1; length < DeflateFormat.MaxCodeLength; length++)
            places[length + 1] = places[length] + counts[length];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
                _sorted[places[lengths[symbol]]++] = (ushort)symbol;
        }
    }

    // One word, which is 0, or none.
    private void FillFew(int longest)
    {
        _entries.AsSpan(0, 1 << bits).Fill(Nothing);
        for (int i = 0; longest > 0 && i < 1 << bits; i += 2)
            _entries[i] = Entry(_sorted[0], 1);
    }

    /// <summary>
    /// Words come in the order of their lengths. The table has as many entries as words of the current length could be told apart by,
    /// and is doubled for the next length. Words have their first bit in the lowest place.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private void FillAll(ReadOnlySpan<int> counts, int longest)
    {
        int next = 0, word = 0, length = 1;
        _entries[0] = _entries[1] = Nothing;
        for (; length <= Math.Min(bits, longest); length++)
        {
            int size = 1 << length;
            if (length > 1)
                _entries.AsSpan(0, size >> 1).CopyTo(_entries.AsSpan(size >> 1));
            for (int i = counts[length]; i > 0; i--)
            {
                _entries[word] = Entry(_sorted[next++], length);
                word = NextWord(word, size);
            }
        }

        for (int size = 1 << (length - 1); size < 1 << bits; size <<= 1)
            _entries.AsSpan(0, size).CopyTo(_entries.AsSpan(size));
        FillSecond(counts, longest, next, word);
    }

    [MethodImpl(Hot.Path)]
    private void FillSecond(ReadOnlySpan<int> counts, int longest, int next, int word)
    {
        int free = 1 << bits, start = 0, size = 0, last = -1;
        for (int length = bits + 1; length <= longest; length++)
        {
            for (int i = counts[length]; i > 0; i--)
            {
                int begin = word & ((1 << bits) - 1);
                if (begin != last)
                {
                    last = begin;
                    start = free;
                    int choice = Choice(counts, length, i);
                    size = 1 << choice;
                    free += size;
                    _entries[begin] = (uint)start << 16 | Special | Leads | (uint)choice << 8 | (uint)bits;
                }

                uint entry = Entry(_sorted[next++], length - bits);
                for (int at = word >> bits; at < size; at += 1 << (length - bits))
                    _entries[start + at] = entry;
                word = NextWord(word, 1 << length);
            }
        }
    }

    /// <summary>The number of index bits of a second table: enough that the following words fill it.</summary>
    private int Choice(ReadOnlySpan<int> counts, int length, int left)
    {
        int choice = length - bits;
        for (int room = (1 << choice) - left; room > 0; room = (room << 1) - counts[length])
        {
            choice++;
            length++;
        }

        return choice;
    }

    // Counts up with the first bit in the lowest place: the highest zero becomes one, ones above it zeros. After the last word it is 0.
    [MethodImpl(Hot.Part)]
    private static int NextWord(int word, int size)
    {
        int zeros = word ^ (size - 1);
        if (zeros == 0)
            return word;
        int bit = 1 << BitOperations.Log2((uint)zeros);
        return word & (bit - 1) | bit;
    }

    [MethodImpl(Hot.Part)]
    private uint Entry(int symbol, int length) => symbols[symbol] + (uint)(length << 8 | length);
}
