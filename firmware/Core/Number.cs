using System.Globalization;

namespace System;

/// <summary>Whole numbers to text and back, for all types: each is widened and passes its number of bits.</summary>
internal static class Number
{
    // Enough for 64 binary digits; without a precision, 19 decimal digits, a sign and six commas are the longest.
    private const int UsualLength = 32;

    // .NET refuses a billion and more; our stack has less room.
    private const int MaxPrecision = 99;

    internal static string ToString(long value, int bits, string? format)
    {
        Span<char> text = stackalloc char[UsualLength + MaxPrecision];
        Format(value, bits, format.AsSpan(), text, out int length);
        return new(text[..length]);
    }

    internal static string ToString(ulong value, int bits, string? format)
    {
        Span<char> text = stackalloc char[UsualLength + MaxPrecision];
        Format(value, bits, format.AsSpan(), text, out int length);
        return new(text[..length]);
    }

    internal static bool Format(long value, int bits, ReadOnlySpan<char> format, Span<char> text, out int written)
    {
        // Hexadecimal digits show the bits of a negative number; the least number negated is itself, which is right as unsigned.
        bool isNegative = value < 0 && !IsHex(format);
        ulong mask = ulong.MaxValue >> 64 - bits;
        return Format(isNegative ? (ulong)-value : (ulong)value & mask, isNegative, format, text, out written);
    }

    internal static bool Format(ulong value, int bits, ReadOnlySpan<char> format, Span<char> text, out int written) =>
        Format(value, false, format, text, out written);

    private static bool Format(ulong value, bool isNegative, ReadOnlySpan<char> format, Span<char> text, out int written)
    {
        char kind = format.IsEmpty ? 'D' : format[0];
        int precision = Precision(format);
        switch (kind)
        {
            case 'X' or 'x':
                return Write(value, 16, kind, false, precision < 0 ? 1 : precision, text, out written);
            case 'D' or 'd':
                return Write(value, 10, kind, isNegative, precision < 0 ? 1 : precision, text, out written);
            case 'G' or 'g' when precision <= 0:
                return Write(value, 10, kind, isNegative, 1, text, out written);
            case 'B' or 'b':
                return Write(value, 2, kind, false, precision < 0 ? 1 : precision, text, out written);
            case 'N' or 'n' when precision == 0:
                return WriteGroups(value, isNegative, text, out written);
            default:
                throw new FormatException("Numbers are formatted by D, G, X, B or N0 here.");
        }
    }

    private static bool IsHex(ReadOnlySpan<char> format) => !format.IsEmpty && format[0] is 'X' or 'x' or 'B' or 'b';

    private static int Precision(ReadOnlySpan<char> format)
    {
        if (format.Length < 2)
            return -1;

        int precision = 0;
        foreach (char c in format[1..])
        {
            if (!char.IsAsciiDigit(c) || (precision = precision * 10 + c - '0') > MaxPrecision)
                throw new FormatException("A format is a letter and at most two digits here.");
        }

        return precision;
    }

    private static bool Write(ulong value, uint radix, char kind, bool isNegative, int leastDigits, Span<char> text, out int written)
    {
        int digits = 1;
        for (ulong rest = value / radix; rest != 0; rest /= radix)
            digits++;
        digits = Math.Max(digits, leastDigits);
        written = digits + (isNegative ? 1 : 0);
        if (written > text.Length)
        {
            written = 0;
            return false;
        }

        char afterNine = (char)((kind == 'x' ? 'a' : 'A') - 10);
        for (int i = written - 1; i >= written - digits; i--, value /= radix)
        {
            uint digit = (uint)(value % radix);
            text[i] = (char)((digit < 10 ? '0' : afterNine) + digit);
        }

        if (isNegative)
            text[0] = '-';
        return true;
    }

    /// <summary>With a comma before every three digits, as in the invariant culture.</summary>
    private static bool WriteGroups(ulong value, bool isNegative, Span<char> text, out int written)
    {
        Span<char> backwards = stackalloc char[UsualLength];
        int length = 0;
        for (int digits = 0; value != 0 || digits == 0; value /= 10, digits++)
        {
            if (digits > 0 && digits % 3 == 0)
                backwards[length++] = ',';
            backwards[length++] = (char)('0' + value % 10);
        }

        if (isNegative)
            backwards[length++] = '-';
        written = length <= text.Length ? length : 0;
        for (int i = 0; i < written; i++)
            text[i] = backwards[length - 1 - i];
        return length <= text.Length;
    }

    internal static FormatException NotParsed(ReadOnlySpan<char> text) =>
        new("The input string '" + new string(text) + "' was not in a correct format.");

    internal static bool TryParse(ReadOnlySpan<char> text, NumberStyles style, int bits, out long value)
    {
        ulong greatest = ulong.MaxValue >> 65 - bits;
        bool parsed = TryParse(text, style, out ulong magnitude, out bool isNegative);
        if (parsed && (style & NumberStyles.AllowHexSpecifier) != 0)
        {
            // The bits of the number as they are: its first is the sign.
            value = (long)(magnitude << 64 - bits) >> 64 - bits;
            return magnitude <= ulong.MaxValue >> 64 - bits || Refuse(out value);
        }

        value = isNegative ? -(long)magnitude : (long)magnitude;
        return parsed && magnitude <= (isNegative ? greatest + 1 : greatest) || Refuse(out value);
    }

    internal static bool TryParse(ReadOnlySpan<char> text, NumberStyles style, int bits, out ulong value) =>
        TryParse(text, style, out value, out bool isNegative) && value <= ulong.MaxValue >> 64 - bits && !(isNegative && value != 0)
            || Refuse(out value);

    private static bool TryParse(ReadOnlySpan<char> text, NumberStyles style, out ulong magnitude, out bool isNegative)
    {
        magnitude = 0;
        isNegative = false;
        if ((style & NumberStyles.AllowLeadingWhite) != 0)
            text = text.TrimStart();
        if ((style & NumberStyles.AllowTrailingWhite) != 0)
            text = text.TrimEnd();
        if ((style & NumberStyles.AllowLeadingSign) != 0 && !text.IsEmpty && text[0] is '-' or '+')
        {
            isNegative = text[0] == '-';
            text = text[1..];
        }

        uint radix = (style & NumberStyles.AllowHexSpecifier) != 0 ? 16u : 10u;
        foreach (char c in text)
        {
            uint digit = Digit(c);
            if (digit >= radix || magnitude > (ulong.MaxValue - digit) / radix)
                return false;
            magnitude = magnitude * radix + digit;
        }

        return !text.IsEmpty;
    }

    private static uint Digit(char c) => c switch
    {
        >= '0' and <= '9' => (uint)(c - '0'),
        >= 'a' and <= 'f' => (uint)(c - 'a' + 10),
        >= 'A' and <= 'F' => (uint)(c - 'A' + 10),
        _ => uint.MaxValue,
    };

    private static bool Refuse(out long value)
    {
        value = 0;
        return false;
    }

    private static bool Refuse(out ulong value)
    {
        value = 0;
        return false;
    }
}
