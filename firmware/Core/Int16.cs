using System.Globalization;

namespace System;

public readonly struct Int16 : IComparable, IComparable<short>, IEquatable<short>, ISpanFormattable
{
    public const short MinValue = -32768;
    public const short MaxValue = 32767;

    public bool Equals(short obj) => this == obj;

    public override bool Equals(object? obj) => obj is short other && this == other;

    public override int GetHashCode() => this;

    public int CompareTo(short value) => this - value;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((short)value);

    public override string ToString() => Number.ToString((long)this, 16, null);

    public string ToString(string? format) => Number.ToString((long)this, 16, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString((long)this, 16, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format((long)this, 16, format, destination, out charsWritten);

    public static short Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static short Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static short Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static short Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out short result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out short result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out short result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out short result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out short result)
    {
        bool parsed = Number.TryParse(s, style, 16, out long wide);
        result = (short)wide;
        return parsed;
    }
}
