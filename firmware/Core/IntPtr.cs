using System.Runtime.CompilerServices;

namespace System;

public readonly struct IntPtr : IComparable, IComparable<nint>, IEquatable<nint>, ISpanFormattable
{
    public static readonly nint Zero;

    public static int Size
    {
        [Intrinsic]
        get => 8;
    }

    public bool Equals(nint other) => this == other;

    public override bool Equals(object? obj) => obj is nint other && this == other;

    public override int GetHashCode() => ((long)this).GetHashCode();

    public int CompareTo(nint value) => ((long)this).CompareTo(value);

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((nint)value);

    public override string ToString() => ((long)this).ToString();

    public string ToString(string? format, IFormatProvider? provider) => ((long)this).ToString(format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        ((long)this).TryFormat(destination, out charsWritten, format, provider);
}

public readonly struct UIntPtr : IComparable, IComparable<nuint>, IEquatable<nuint>, ISpanFormattable
{
    public static readonly nuint Zero;

    public static int Size
    {
        [Intrinsic]
        get => 8;
    }

    public bool Equals(nuint other) => this == other;

    public override bool Equals(object? obj) => obj is nuint other && this == other;

    public override int GetHashCode() => ((ulong)this).GetHashCode();

    public int CompareTo(nuint value) => ((ulong)this).CompareTo(value);

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((nuint)value);

    public override string ToString() => ((ulong)this).ToString();

    public string ToString(string? format, IFormatProvider? provider) => ((ulong)this).ToString(format);

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null) =>
        ((ulong)this).TryFormat(destination, out charsWritten, format, provider);
}
