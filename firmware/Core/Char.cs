namespace System;

/// <summary>A UTF-16 code unit. Only ASCII letters are known as letters and have cases.</summary>
public readonly struct Char : IComparable, IComparable<char>, IEquatable<char>, ISpanFormattable
{
    public const char MinValue = '\0';
    public const char MaxValue = '\uffff';

    public bool Equals(char obj) => this == obj;

    public override bool Equals(object? obj) => obj is char other && this == other;

    public override int GetHashCode() => this | this << 16;

    public int CompareTo(char value) => this - value;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((char)value);

    public override string ToString() => ToString(this);

    public static string ToString(char c) => new(c, 1);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString(this);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = destination.IsEmpty ? 0 : 1;
        if (charsWritten == 1)
            destination[0] = this;
        return charsWritten == 1;
    }

    public static bool IsAscii(char c) => c < 0x80;

    public static bool IsAsciiDigit(char c) => c is >= '0' and <= '9';

    public static bool IsAsciiLetter(char c) => (c | 0x20) is >= 'a' and <= 'z';

    public static bool IsAsciiLetterOrDigit(char c) => IsAsciiLetter(c) || IsAsciiDigit(c);

    public static bool IsAsciiHexDigit(char c) => IsAsciiDigit(c) || (c | 0x20) is >= 'a' and <= 'f';

    /// <summary>Unicode's white space; all of it has one code unit.</summary>
    public static bool IsWhiteSpace(char c) =>
        c is ' ' or >= '\t' and <= '\r' or '\u0085' or '\u00a0' or '\u1680' or >= '\u2000' and <= '\u200a'
            or '\u2028' or '\u2029' or '\u202f' or '\u205f' or '\u3000';

    public static bool IsSurrogate(char c) => (c & 0xf800) == 0xd800;

    public static bool IsHighSurrogate(char c) => (c & 0xfc00) == 0xd800;

    public static bool IsLowSurrogate(char c) => (c & 0xfc00) == 0xdc00;

    public static bool IsBetween(char c, char minInclusive, char maxInclusive) =>
        (uint)(c - minInclusive) <= (uint)(maxInclusive - minInclusive);
}
