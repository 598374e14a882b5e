using System.Globalization;

namespace System;

public readonly struct UInt16 : IComparable, IComparable<ushort>, IEquatable<ushort>, ISpanFormattable
{
    public const ushort MinValue = 0;
    public const ushort MaxValue = 65535;

    public bool Equals(ushort obj) => this == obj;

    public override bool Equals(object? obj) => obj is ushort other && this == other;

    public override int GetHashCode() => this;

    public int CompareTo(ushort value) => this - value;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((ushort)value);

    public override string ToString() => Number.ToString((ulong)this, 16, null);

    public string ToString(string? format) => Number.ToString((ulong)this, 16, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString((ulong)this, 16, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format((ulong)this, 16, format, destination, out charsWritten);

    public static ushort Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static ushort Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static ushort Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static ushort Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out ushort result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out ushort result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out ushort result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out ushort result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out ushort result)
    {
        bool parsed = Number.TryParse(s, style, 16, out ulong wide);
        result = (ushort)wide;
        return parsed;
    }
}
