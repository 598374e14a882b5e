using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    private const int TableBits = 12;
    private const int TableLength = 1 << TableBits;

    private static readonly int[] s_countLogs = CountLogs(TableLength);
    private static readonly SymbolCounts s_none = new();

    private readonly uint[] _counts = new uint[DeflateFormat.LiteralSymbols + DeflateFormat.DistanceSymbols];

    public Span<uint> Literals => _counts.AsSpan(0, DeflateFormat.LiteralSymbols);

    public Span<uint> Distances => _counts.AsSpan(DeflateFormat.LiteralSymbols);

    public void Clear() => Array.Clear(_counts);

    public ref uint First => ref MemoryMarshal.GetArrayDataReference(_counts);

    public void Set(SymbolCounts other) => other._counts.CopyTo(_counts, 0);

    [MethodImpl(Hot.Path)]
    public void Add(SymbolCounts other)
    {
        for (int i = 0; i < _counts.Length; i += Vector128<uint>.Count)
            (Vector128.LoadUnsafe(ref First, (nuint)i) + Vector128.LoadUnsafe(ref other.First, (nuint)i)).StoreUnsafe(ref First, (nuint)i);
    }

    /// <summary>The estimated size of a block of these symbols in sixteenths of a bit, without extra bits.</summary>
    public int Cost() => CostWith(s_none);

    /// <summary>The same for a block of these symbols and others.</summary>
    public int CostWith(SymbolCounts other) =>
        CostOf(ref First, ref other.First, DeflateFormat.LiteralSymbols) + HeadCost
        + CostOf(ref Unsafe.Add(ref First, DeflateFormat.LiteralSymbols),
            ref Unsafe.Add(ref other.First, DeflateFormat.LiteralSymbols), DeflateFormat.DistanceSymbols);

    // Shannon: each symbol costs the logarithm of the total over its own count.
    [MethodImpl(Hot.Path)]
    private static int CostOf(ref uint counts, ref uint others, int symbols)
    {
        ref int countLogs = ref MemoryMarshal.GetArrayDataReference(s_countLogs);
        uint total = 0, used = 0;
        int logs = 0;
        for (int i = 0; i < symbols; i++)
        {
            uint count = Unsafe.Add(ref counts, i) + Unsafe.Add(ref others, i);
            total += count;
            used += count == 0 ? 0u : 1;
            logs += count < TableLength ? Unsafe.Add(ref countLogs, count) : LargeCountLog(count);
        }

        return CountLog(total) - logs + (int)used * SymbolCost;
    }

    /// <summary>A count times its logarithm to the base of two.</summary>
    private static int CountLog(uint count) => count < TableLength ? s_countLogs[count] : LargeCountLog(count);

    private static int LargeCountLog(uint count)
    {
        int shift = BitOperations.Log2(count) - (TableBits - 1);
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
