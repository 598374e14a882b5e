using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// How the searches for matches read bytes. Nothing here checks the source's end: a search reads no position
/// after <c>source.Length - Tail</c>, and otherwise only earlier ones, so every read is within the source.
/// </summary>
internal static class DeflateBytes
{
    // The searches read eight bytes at a position, so the last few bytes of a source are always literals.
    public const int Tail = 12;

    // Fibonacci hashing: the golden ratio times two to the power of 32.
    private const uint Golden = 0x9e37_79b1;

    [MethodImpl(Hot.Part)]
    public static uint Word(ref byte source, int at)
    {
        uint word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, at));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(Hot.Part)]
    public static int Hash(uint word, int shift) => (int)(word * Golden >> shift);

    /// <summary>Prefetches what will be needed soon; changes nothing else.</summary>
    [MethodImpl(Hot.Part)]
    public static unsafe void Fetch<T>(ref T place) where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    /// <summary>
    /// How many bytes match at two positions, at most <paramref name="max"/>; <paramref name="known"/> are known to match. The
    /// source has that many bytes after both positions, and eight after the known ones.
    /// </summary>
    [MethodImpl(Hot.Part)]
    public static int MatchLength(ref byte source, int earlier, int at, int known, int max)
    {
        ulong differ = Eight(ref source, earlier + known) ^ Eight(ref source, at + known);
        if (differ != 0)
            return Math.Min(max, known + FirstDifference(differ));
        return LongMatch(ref source, earlier, at, known + sizeof(ulong), max);
    }

    /// <summary>Counts the literals between two positions. Returns where it ends.</summary>
    [MethodImpl(Hot.Part)]
    public static int Pass(ref byte source, int from, int to, ref uint counts)
    {
        do
            Unsafe.Add(ref counts, Unsafe.Add(ref source, from++))++;
        while (from < to);
        return from;
    }

    [MethodImpl(Hot.Path)]
    public static int LongMatch(ref byte source, int earlier, int at, int length, int max)
    {
        for (; length + sizeof(ulong) <= max; length += sizeof(ulong))
        {
            ulong differ = Eight(ref source, earlier + length) ^ Eight(ref source, at + length);
            if (differ != 0)
                return length + FirstDifference(differ);
        }

        while (length < max && Unsafe.Add(ref source, earlier + length) == Unsafe.Add(ref source, at + length))
            length++;
        return Math.Min(length, max);
    }

    [MethodImpl(Hot.Part)]
    private static ulong Eight(ref byte source, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));

    [MethodImpl(Hot.Part)]
    private static int FirstDifference(ulong differ) =>
        (BitConverter.IsLittleEndian ? BitOperations.TrailingZeroCount(differ) : BitOperations.LeadingZeroCount(differ)) >> 3;
}
