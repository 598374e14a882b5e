using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>How the searches for matches look at bytes.</summary>
internal static class DeflateBytes
{
    // The searches read eight bytes at a position and hash four, so the last few bytes of a source are always literals.
    public const int Tail = 12;

    // Fibonacci hashing: the golden ratio times two to the power of 32.
    private const uint Golden = 0x9e37_79b1;

    [MethodImpl(Hot.Part)]
    public static uint Word(ReadOnlySpan<byte> source, int at) => BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);

    [MethodImpl(Hot.Part)]
    public static uint Hash(uint word, int shift) => word * Golden >> shift;

    /// <summary>
    /// How many bytes match at two positions, at most <paramref name="max"/>; <paramref name="known"/> are known to match.
    /// </summary>
    [MethodImpl(Hot.Part)]
    public static int MatchLength(ReadOnlySpan<byte> source, int earlier, int at, int known, int max)
    {
        var left = source.Slice(earlier, max);
        var right = source.Slice(at, max);
        int length = known;
        while (length + sizeof(ulong) <= max)
        {
            ulong differ = BinaryPrimitives.ReadUInt64LittleEndian(left[length..])
                ^ BinaryPrimitives.ReadUInt64LittleEndian(right[length..]);
            if (differ != 0)
                return length + (BitOperations.TrailingZeroCount(differ) >> 3);
            length += sizeof(ulong);
        }

        while (length < max && left[length] == right[length])
            length++;
        return length;
    }
}
