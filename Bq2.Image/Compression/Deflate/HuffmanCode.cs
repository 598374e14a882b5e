using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// A canonical Huffman code with limited codeword lengths, made from symbol counts or from given lengths. The bits of a codeword are
/// in the order in which deflate writes them, the first one lowest.
/// </summary>
internal sealed class HuffmanCode(int symbols, int maxLength)
{
    private const int SymbolBits = 9;
    private const int SmallCounts = 512;

    private readonly uint[] _sorted = new uint[symbols];
    private readonly uint[] _spare = new uint[symbols];
    private readonly ushort[] _starts = new ushort[SmallCounts + 1];

    public byte[] Lengths { get; } = new byte[symbols];

    public ushort[] Words { get; } = new ushort[symbols];

    /// <summary>The code for these counts; nearly optimal, because the length limit is applied heuristically.</summary>
    public void Fit(ReadOnlySpan<uint> counts)
    {
        Array.Clear(Lengths);
        int used = Sort(counts);
        if (used < 2)
            UseTwo(used == 0 ? 0 : SymbolOf(_sorted[0]));
        else
            GiveLengths(used);
        MakeWords();
    }

    public void Set(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(Lengths);
        lengths.CopyTo(Lengths);
        MakeWords();
    }

    /// <summary>The total size of the counted symbols in bits.</summary>
    [MethodImpl(Hot.Path)]
    public long Cost(ReadOnlySpan<uint> counts)
    {
        long bits = 0;
        for (int i = 0; i < counts.Length; i++)
            bits += (long)counts[i] * Lengths[i];
        return bits;
    }

    private static int SymbolOf(uint key) => (int)(key & ((1 << SymbolBits) - 1));

    // A code with only one word is incomplete, which some decoders refuse.
    private void UseTwo(int symbol)
    {
        Lengths[symbol] = 1;
        Lengths[symbol == 0 ? 1 : 0] = 1;
    }

    /// <summary>Sorts the symbols that occur by their counts: small counts by counting sort, the few large ones by comparison.</summary>
    [MethodImpl(Hot.Path)]
    private int Sort(ReadOnlySpan<uint> counts)
    {
        int used = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0)
                _spare[used++] = counts[i] << SymbolBits | (uint)i;
        }

        Array.Clear(_starts);
        for (int i = 0; i < used; i++)
            _starts[Bucket(_spare[i])]++;
        int start = 0;
        for (int i = 0; i <= SmallCounts; i++)
            (_starts[i], start) = ((ushort)start, start + _starts[i]);
        int large = _starts[SmallCounts];
        for (int i = 0; i < used; i++)
            _sorted[_starts[Bucket(_spare[i])]++] = _spare[i];
        _sorted.AsSpan(large, used - large).Sort();
        return used;
    }

    private static int Bucket(uint key) => (int)Math.Min(key >> SymbolBits, SmallCounts);

    [MethodImpl(Hot.Path)]
    private void GiveLengths(int used)
    {
        Span<int> perLength = stackalloc int[sizeof(uint) * 8 + 1];
        perLength.Clear();
        CountLengths(used, perLength);
        Limit(perLength);

        int next = 0;
        for (int length = maxLength; length > 0; length--)
        {
            for (int i = perLength[length]; i > 0; i--)
                Lengths[SymbolOf(_sorted[next++])] = (byte)length;
        }
    }

    /// <summary>
    /// How many codewords of each length Huffman's tree has, in place: Moffat and Katajainen, "In-Place Calculation of
    /// Minimum-Redundancy Codes". Counts become weights of inner nodes, then their parents, then their depths.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private void CountLengths(int used, Span<int> perLength)
    {
        var node = _spare;
        for (int i = 0; i < used; i++)
            node[i] = _sorted[i] >> SymbolBits;
        JoinNodes(node, used);

        node[used - 2] = 0;
        for (int i = used - 3; i >= 0; i--)
            node[i] = node[node[i]] + 1;

        int root = used - 2, free = 1, depth = 0;
        while (free > 0)
        {
            int inner = 0;
            for (; root >= 0 && node[root] == depth; root--)
                inner++;
            perLength[Math.Min(depth, perLength.Length - 1)] += free - inner;
            free = 2 * inner;
            depth++;
        }
    }

    [MethodImpl(Hot.Path)]
    private static void JoinNodes(uint[] node, int used)
    {
        int root = 0, leaf = 0;
        for (int next = 0; next < used - 1; next++)
        {
            uint first = Lighter(node, used, next, ref root, ref leaf);
            node[next] = first + Lighter(node, used, next, ref root, ref leaf);
        }
    }

    // The lightest of the next leaf and the next inner node. A used inner node stores its parent's number.
    [MethodImpl(Hot.Path)]
    private static uint Lighter(uint[] node, int used, int next, ref int root, ref int leaf)
    {
        if (leaf < used && (root >= next || node[root] >= node[leaf]))
            return node[leaf++];
        uint weight = node[root];
        node[root++] = (uint)next;
        return weight;
    }

    /// <summary>
    /// Cuts codewords that are too long to the limit, then makes room for them: the longest word below the limit becomes one bit longer
    /// and so makes room for another, until all fit.
    /// </summary>
    private void Limit(Span<int> perLength)
    {
        for (int length = perLength.Length - 1; length > maxLength; length--)
            perLength[maxLength] += perLength[length];

        int room = 1 << maxLength;
        for (int length = 1; length <= maxLength; length++)
            room -= perLength[length] << (maxLength - length);
        for (; room < 0; room++)
        {
            int length = maxLength - 1;
            while (perLength[length] == 0)
                length--;
            perLength[length]--;
            perLength[length + 1] += 2;
            perLength[maxLength]--;
        }
    }

    [MethodImpl(Hot.Path)]
    private void MakeWords()
    {
        Span<int> perLength = stackalloc int[DeflateFormat.MaxCodeLength + 1];
        Span<int> next = stackalloc int[DeflateFormat.MaxCodeLength + 1];
        perLength.Clear();
        foreach (byte length in Lengths)
            perLength[length]++;
        perLength[0] = next[0] = 0;
        for (int length = 1; length <= DeflateFormat.MaxCodeLength; length++)
            next[length] = (next[length - 1] + perLength[length - 1]) << 1;
        for (int i = 0; i < Lengths.Length; i++)
            Words[i] = (ushort)(Reversed((uint)next[Lengths[i]]++) >> (16 - Lengths[i]));
    }

    [MethodImpl(Hot.Path)]
    private static uint Reversed(uint bits)
    {
        bits = (bits & 0x5555) << 1 | bits >> 1 & 0x5555;
        bits = (bits & 0x3333) << 2 | bits >> 2 & 0x3333;
        bits = (bits & 0x0f0f) << 4 | bits >> 4 & 0x0f0f;
        return (bits & 0x00ff) << 8 | bits >> 8;
    }
}
