using System.Runtime.CompilerServices;

namespace Bq2.Init;

/// <summary>
/// Buffers, one behind the other in memory that the kernel gives when it is first touched. What is taken in one round of a loop is given
/// back at its end, as a whole.
/// </summary>
internal static unsafe class Memory
{
    private const int Capacity = 16 << 20;

    private static byte* s_start;
    private static int s_used;

    /// <summary>What to give back to.</summary>
    public static int Mark => s_used;

    public static void ReturnTo(int mark) => s_used = mark;

    /// <summary>Bytes that are not cleared.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Span<byte> Take(int count)
    {
        if (s_start == null)
            s_start = Linux.MapMemory(Capacity);
        if (s_start == null || count < 0 || count > Capacity - s_used)
            Environment.FailFast("out of memory");

        // Aligned for tables that are read in place, and for reads past the page cache.
        byte* start = s_start + s_used;
        s_used += count + 63 & ~63;
        return new(start, count);
    }
}
