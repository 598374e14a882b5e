namespace System.Text;

/// <summary>UTF-16 to UTF-8 and back, or only the length of the result.</summary>
internal static class Utf8Conversion
{
    private const int Replacement = 0xfffd;

    internal static int Encode(ReadOnlySpan<char> chars, Span<byte> bytes, bool isCounting)
    {
        int written = 0;
        while (!chars.IsEmpty)
        {
            int point = TakePoint(ref chars);
            int length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
            if (!isCounting)
                Put(point, Room(bytes, written, length));
            written += length;
        }

        return written;
    }

    internal static int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, bool isCounting)
    {
        int written = 0;
        while (!bytes.IsEmpty)
        {
            int point = TakePoint(ref bytes);
            int length = point < 0x1_0000 ? 1 : 2;
            if (!isCounting)
                Put(point, Room(chars, written, length));
            written += length;
        }

        return written;
    }

    private static int TakePoint(ref ReadOnlySpan<char> chars)
    {
        char first = chars[0];
        chars = chars[1..];
        if (!char.IsSurrogate(first))
            return first;
        if (!char.IsHighSurrogate(first) || chars.IsEmpty || !char.IsLowSurrogate(chars[0]))
            return Replacement;

        int point = 0x1_0000 + ((first & 0x3ff) << 10 | chars[0] & 0x3ff);
        chars = chars[1..];
        return point;
    }

    /// <summary>
    /// Decodes one code point. Invalid bytes that could have begun one are replaced together (the Unicode standard, 3.9, "substitution of
    /// maximal subparts"), so every decoder shows the same number of replacements.
    /// </summary>
    private static int TakePoint(ref ReadOnlySpan<byte> bytes)
    {
        byte first = bytes[0];
        bytes = bytes[1..];
        if (first < 0x80)
            return first;
        if (first is < 0xc2 or > 0xf4)
            return Replacement;

        int more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        int point = first & 0x3f >> more;
        for (int i = 0; i < more; i++)
        {
            if (bytes.IsEmpty || !MayFollow(bytes[0], i == 0 ? first : (byte)0))
                return Replacement;
            point = point << 6 | bytes[0] & 0x3f;
            bytes = bytes[1..];
        }

        return point;
    }

    // After some bytes the second is restricted: no overlong forms, no surrogates, nothing above U+10FFFF.
    private static bool MayFollow(byte next, byte first) => next >= first switch
    {
        0xe0 => 0xa0,
        0xf0 => 0x90,
        _ => 0x80,
    } && next <= first switch
    {
        0xed => 0x9f,
        0xf4 => 0x8f,
        _ => 0xbf,
    };

    private static void Put(int point, Span<byte> room)
    {
        for (int i = room.Length - 1; i > 0; i--, point >>= 6)
            room[i] = (byte)(0x80 | point & 0x3f);
        room[0] = (byte)(room.Length == 1 ? point : 0xf00 >> room.Length & 0xff | point);
    }

    private static void Put(int point, Span<char> room)
    {
        if (room.Length == 1)
            room[0] = (char)point;
        else
            (room[0], room[1]) = ((char)(0xd7c0 + (point >> 10)), (char)(0xdc00 | point & 0x3ff));
    }

    private static Span<T> Room<T>(Span<T> whole, int start, int length) => length <= whole.Length - start
        ? whole.Slice(start, length)
        : throw new ArgumentException("The output buffer is too small to contain the converted text.");
}
