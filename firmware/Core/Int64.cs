using System.Globalization;

namespace System;

public readonly struct Int64 : IComparable, IComparable<long>, IEquatable<long>, ISpanFormattable
{
    public const long MinValue = -9_223_372_036_854_775_808;
    public const long MaxValue = 9_223_372_036_854_775_807;

    public bool Equals(long obj) => this == obj;

    public override bool Equals(object? obj) => obj is long other && this == other;

    public override int GetHashCode() => (int)this ^ (int)(this >> 32);

    public int CompareTo(long value) => this < value ? -1 : this > value ? 1 : 0;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((long)value);

    public override string ToString() => Number.ToString(this, 64, null);

    public string ToString(string? format) => Number.ToString(this, 64, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString(this, 64, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format(this, 64, format, destination, out charsWritten);

    public static long Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static long Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static long Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static long Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out long result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out long result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out long result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out long result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out long result)
    {
        bool parsed = Number.TryParse(s, style, 64, out long wide);
        result = wide;
        return parsed;
    }
}
