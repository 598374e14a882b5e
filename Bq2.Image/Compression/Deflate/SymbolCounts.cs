using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>How often each symbol of a block's two alphabets occurs.</summary>
internal sealed class SymbolCounts
{
    // Bits are counted in sixteenths, as integers: floating-point sums would depend on the order and the machine.
    private const int Scale = 16;

    // The measured cost of a block's own code: its header, and the length of each symbol.
    private const int HeadCost = 80 * Scale;
    private const int SymbolCost = 4 * Scale;

    private static readonly int[] s_countLogs = CountLogs(1 << 12);

    private readonly uint[] _counts = new uint[DeflateFormat.LiteralSymbols + DeflateFormat.DistanceSymbols];

    public Span<uint> Literals => _counts.AsSpan(0, DeflateFormat.LiteralSymbols);

    public Span<uint> Distances => _counts.AsSpan(DeflateFormat.LiteralSymbols);

    public void Clear() => Array.Clear(_counts);

    public void Set(SymbolCounts other) => other._counts.CopyTo(_counts, 0);

    [MethodImpl(Hot.Path)]
    public void Add(SymbolCounts other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
    }

    [MethodImpl(Hot.Part)]
    public void CountLiterals(ReadOnlySpan<byte> literals)
    {
        var counts = Literals[..256];
        foreach (byte literal in literals)
            counts[literal]++;
    }

    [MethodImpl(Hot.Part)]
    public void CountMatch(int length, int distance)
    {
        _counts[DeflateFormat.FirstLength + DeflateFormat.LengthSlot[length]]++;
        _counts[DeflateFormat.LiteralSymbols + DeflateFormat.DistanceSlot(distance)]++;
    }

    /// <summary>The estimated size of a block of these symbols in sixteenths of a bit, without extra bits.</summary>
    public int Cost() => CostOf(Literals) + CostOf(Distances) + HeadCost;

    // Shannon: each symbol costs the logarithm of the total over its own count.
    [MethodImpl(Hot.Path)]
    private static int CostOf(ReadOnlySpan<uint> counts)
    {
        uint total = 0;
        int logs = 0, used = 0;
        foreach (uint count in counts)
        {
            if (count == 0)
                continue;
            total += count;
            used++;
            logs += CountLog(count);
        }

        return CountLog(total) - logs + used * SymbolCost;
    }

    /// <summary>A count times its logarithm to the base of two.</summary>
    [MethodImpl(Hot.Part)]
    private static int CountLog(uint count)
    {
        if (count < (uint)s_countLogs.Length)
            return s_countLogs[count];
        int shift = BitOperations.Log2(count) - 11;
        return (s_countLogs[count >> shift] << shift) + (int)count * shift * Scale;
    }

    private static int[] CountLogs(int count)
    {
        var logs = new int[count];
        for (int i = 1; i < count; i++)
            logs[i] = (int)((long)i * Log2((uint)i) >> 12);
        return logs;
    }

    /// <summary>The logarithm to the base of two, times 65,536; bit by bit, by squaring what is left.</summary>
    private static long Log2(uint value)
    {
        int whole = BitOperations.Log2(value);
        long log = (long)whole << 16;
        ulong rest = (ulong)value << (31 - whole);
        for (int bit = 15; bit >= 0; bit--)
        {
            rest = rest * rest >> 31;
            if (rest >> 32 != 0)
            {
                rest >>= 1;
                log |= 1L << bit;
            }
        }

        return log;
    }
}
