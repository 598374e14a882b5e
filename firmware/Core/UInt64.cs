using System.Globalization;

namespace System;

public readonly struct UInt64 : IComparable, IComparable<ulong>, IEquatable<ulong>, ISpanFormattable
{
    public const ulong MinValue = 0;
    public const ulong MaxValue = 18_446_744_073_709_551_615;

    public bool Equals(ulong obj) => this == obj;

    public override bool Equals(object? obj) => obj is ulong other && this == other;

    public override int GetHashCode() => (int)this ^ (int)(this >> 32);

    public int CompareTo(ulong value) => this < value ? -1 : this > value ? 1 : 0;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((ulong)value);

    public override string ToString() => Number.ToString(this, 64, null);

    public string ToString(string? format) => Number.ToString(this, 64, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString(this, 64, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format(this, 64, format, destination, out charsWritten);

    public static ulong Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static ulong Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static ulong Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static ulong Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out ulong result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out ulong result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out ulong result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out ulong result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out ulong result)
    {
        bool parsed = Number.TryParse(s, style, 64, out ulong wide);
        result = wide;
        return parsed;
    }
}
