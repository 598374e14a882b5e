using System.Globalization;

namespace System;

public readonly struct SByte : IComparable, IComparable<sbyte>, IEquatable<sbyte>, ISpanFormattable
{
    public const sbyte MinValue = -128;
    public const sbyte MaxValue = 127;

    public bool Equals(sbyte obj) => this == obj;

    public override bool Equals(object? obj) => obj is sbyte other && this == other;

    public override int GetHashCode() => this;

    public int CompareTo(sbyte value) => this - value;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((sbyte)value);

    public override string ToString() => Number.ToString((long)this, 8, null);

    public string ToString(string? format) => Number.ToString((long)this, 8, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString((long)this, 8, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format((long)this, 8, format, destination, out charsWritten);

    public static sbyte Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static sbyte Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static sbyte Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static sbyte Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out sbyte result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out sbyte result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out sbyte result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out sbyte result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out sbyte result)
    {
        bool parsed = Number.TryParse(s, style, 8, out long wide);
        result = (sbyte)wide;
        return parsed;
    }
}
