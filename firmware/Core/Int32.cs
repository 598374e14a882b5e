using System.Globalization;

namespace System;

public readonly struct Int32 : IComparable, IComparable<int>, IEquatable<int>, ISpanFormattable
{
    public const int MinValue = -2_147_483_648;
    public const int MaxValue = 2_147_483_647;

    public bool Equals(int obj) => this == obj;

    public override bool Equals(object? obj) => obj is int other && this == other;

    public override int GetHashCode() => this;

    public int CompareTo(int value) => this < value ? -1 : this > value ? 1 : 0;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((int)value);

    public override string ToString() => Number.ToString((long)this, 32, null);

    public string ToString(string? format) => Number.ToString((long)this, 32, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString((long)this, 32, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format((long)this, 32, format, destination, out charsWritten);

    public static int Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static int Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static int Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static int Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out int result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out int result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out int result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out int result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out int result)
    {
        bool parsed = Number.TryParse(s, style, 32, out long wide);
        result = (int)wide;
        return parsed;
    }
}
