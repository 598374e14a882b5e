using System.Globalization;

namespace System;

public readonly struct Byte : IComparable, IComparable<byte>, IEquatable<byte>, ISpanFormattable
{
    public const byte MinValue = 0;
    public const byte MaxValue = 255;

    public bool Equals(byte obj) => this == obj;

    public override bool Equals(object? obj) => obj is byte other && this == other;

    public override int GetHashCode() => this;

    public int CompareTo(byte value) => this - value;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((byte)value);

    public override string ToString() => Number.ToString((ulong)this, 8, null);

    public string ToString(string? format) => Number.ToString((ulong)this, 8, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString((ulong)this, 8, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format((ulong)this, 8, format, destination, out charsWritten);

    public static byte Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static byte Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static byte Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static byte Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out byte result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out byte result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out byte result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out byte result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out byte result)
    {
        bool parsed = Number.TryParse(s, style, 8, out ulong wide);
        result = (byte)wide;
        return parsed;
    }
}
