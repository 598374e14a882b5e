using System.Globalization;

namespace System;

public readonly struct UInt32 : IComparable, IComparable<uint>, IEquatable<uint>, ISpanFormattable
{
    public const uint MinValue = 0;
    public const uint MaxValue = 4_294_967_295;

    public bool Equals(uint obj) => this == obj;

    public override bool Equals(object? obj) => obj is uint other && this == other;

    public override int GetHashCode() => (int)this;

    public int CompareTo(uint value) => this < value ? -1 : this > value ? 1 : 0;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((uint)value);

    public override string ToString() => Number.ToString((ulong)this, 32, null);

    public string ToString(string? format) => Number.ToString((ulong)this, 32, format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString((ulong)this, 32, format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        Number.Format((ulong)this, 32, format, destination, out charsWritten);

    public static uint Parse(string s) => Parse(s, NumberStyles.Integer, null);

    public static uint Parse(string s, NumberStyles style) => Parse(s, style, null);

    public static uint Parse(string s, NumberStyles style, IFormatProvider? provider) => Parse(s.AsSpan(), style, provider);

    public static uint Parse(ReadOnlySpan<char> s, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(s, style, provider, out uint result) ? result : throw Number.NotParsed(s);

    public static bool TryParse(string? s, out uint result) => TryParse(s.AsSpan(), NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out uint result) => TryParse(s, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? s, NumberStyles style, IFormatProvider? provider, out uint result) =>
        TryParse(s.AsSpan(), style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out uint result)
    {
        bool parsed = Number.TryParse(s, style, 32, out ulong wide);
        result = (uint)wide;
        return parsed;
    }
}
