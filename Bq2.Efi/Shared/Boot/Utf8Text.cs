namespace Bq2.Efi.Boot;

/// <summary>Reading UTF-8 one character at a time.</summary>
internal static class Utf8Text
{
    public const int Invalid = -1;

    /// <summary>
    /// Removes the first character of a text that is not empty. What is not valid by RFC 3629 is removed byte by byte, each as
    /// <see cref="Invalid"/>.
    /// </summary>
    public static int TakeFirst(ref ReadOnlySpan<byte> text)
    {
        int length = LengthByFirstByte(text[0]);
        int codePoint = length <= text.Length ? Decode(text[..length]) : Invalid;
        text = text[(codePoint == Invalid ? 1 : length)..];
        return codePoint;
    }

    // 80 to c1 and f5 to ff do not begin a character.
    private static int LengthByFirstByte(byte first) => first switch
    {
        < 0x80 => 1,
        >= 0xc2 and < 0xe0 => 2,
        >= 0xe0 and < 0xf0 => 3,
        >= 0xf0 and < 0xf5 => 4,
        _ => 0,
    };

    private static int Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Invalid;
        if (bytes.Length == 1)
            return bytes[0];

        int codePoint = bytes[0] & (0x7f >> bytes.Length);
        foreach (byte next in bytes[1..])
        {
            if ((next & 0xc0) != 0x80)
                return Invalid;
            codePoint = codePoint << 6 | (next & 0x3f);
        }

        return IsCharacter(codePoint, bytes.Length) ? codePoint : Invalid;
    }

    // Invalid: overlong forms, halves of a surrogate pair, and numbers beyond Unicode.
    private static bool IsCharacter(int codePoint, int length) =>
        (length != 3 || codePoint >= 0x800)
        && (length != 4 || codePoint >= 0x1_0000)
        && codePoint is not (>= 0xd800 and <= 0xdfff or > 0x10_ffff);
}
