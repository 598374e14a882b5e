using System.Buffers.Binary;

namespace Bq2.Image;

/// <summary>The numbers of tar headers.</summary>
internal static class TarNumber
{
    private const byte PositiveMark = 0x80, NegativeMark = 0xff;

    /// <summary>
    /// Octal text, or GNU's big-endian number with the highest bit set, which may be negative. An empty field is 0. Null if it is neither,
    /// or too large.
    /// </summary>
    public static long? Read(ReadOnlySpan<byte> field)
    {
        if (field[0] is PositiveMark or NegativeMark)
            return ReadBinary(field);

        field = field.TrimStart((byte)' ');
        int end = field.IndexOfAny((byte)' ', (byte)0);
        field = end < 0 ? field : field[..end];
        long value = 0;
        foreach (byte digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value >> 60 != 0)
                return null;
            value = value << 3 | (uint)(digit - '0');
        }

        return value;
    }

    /// <summary>The number as octal text with leading zeros and a NUL; the caller knows that it fits.</summary>
    public static void Write(Span<byte> field, long value)
    {
        field[^1] = 0;
        for (int i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }

    /// <summary>Whether a number fits into a field of this many bytes as octal text.</summary>
    public static bool Fits(long value, int length) => value >= 0 && value >> 3 * (length - 1) == 0;

    private static long? ReadBinary(ReadOnlySpan<byte> field)
    {
        // What does not fit into eight bytes must be the sign.
        bool isNegative = field[0] == NegativeMark;
        var front = field[1..Math.Max(1, field.Length - sizeof(long))];
        if (front.ContainsAnyExcept(isNegative ? (byte)0xff : (byte)0))
            return null;
        if (field.Length > sizeof(long))
        {
            long value = BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]);
            return value < 0 == isNegative ? value : null;
        }

        long shorter = isNegative ? -1 : 0;
        foreach (byte each in field[1..])
            shorter = shorter << 8 | each;
        return shorter;
    }
}
