using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>The numbers of RFC 1951: how lengths and distances split into a symbol and extra bits, and the limits.</summary>
internal static class DeflateFormat
{
    public const int WindowSize = 1 << 15;
    public const int MinMatch = 3;
    public const int MaxMatch = 258;
    public const int MaxStored = 0xffff;

    public const int EndOfBlock = 256;
    public const int FirstLength = 257;
    public const int LiteralSymbols = 288;     // 286 and 287 are part of the fixed code, but never used
    public const int UsedLiteralSymbols = 286;
    public const int DistanceSymbols = 32;     // likewise 30 and 31
    public const int UsedDistanceSymbols = 30;
    public const int CodeLengthSymbols = 19;

    public const int MaxCodeLength = 15;
    public const int MaxCodeLengthLength = 7;

    // In the alphabet of code lengths: copy the last one, few zeros, many zeros.
    public const int Repeat = 16;
    public const int FewZeros = 17;
    public const int ManyZeros = 18;

    /// <summary>The order of the code lengths of the code length code in a dynamic block.</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The first length of each of the 29 length symbols.</summary>
    public static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    public static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>The first distance of each of the 30 distance symbols.</summary>
    public static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769,
        1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];

    public static ReadOnlySpan<byte> DistanceExtra =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>The length symbol, from 0, of each length.</summary>
    public static readonly byte[] LengthSlot = Slots(LengthBase, MaxMatch + 1, length => length);

    /// <summary>
    /// The distance symbol. In the distance minus one, the highest bit selects a pair of symbols and the next bit one of the pair;
    /// the lower bits are the extra bits. The first four symbols stand for themselves.
    /// </summary>
    [MethodImpl(Hot.Part)]
    public static int DistanceSlot(int distance, out int restBits, out uint rest)
    {
        uint number = (uint)distance - 1;
        restBits = BitOperations.Log2(number | 2) - 1;
        rest = number & ((1u << restBits) - 1);
        return 2 * restBits + (int)(number >> restBits);
    }

    private static byte[] Slots(ReadOnlySpan<ushort> bases, int count, Func<int, int> valueOf)
    {
        var slots = new byte[count];
        for (int i = 0; i < count; i++)
        {
            int slot = bases.Length - 1;
            while (slot > 0 && bases[slot] > valueOf(i))
                slot--;
            slots[i] = (byte)slot;
        }

        return slots;
    }
}
