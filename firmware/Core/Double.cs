namespace System;

public readonly struct Double : IComparable, IComparable<double>, IEquatable<double>, ISpanFormattable
{
    public const double MinValue = -1.7976931348623157E+308;
    public const double MaxValue = 1.7976931348623157E+308;
    public const double Epsilon = 4.9406564584124654E-324;
    public const double NaN = 0.0 / 0.0;
    public const double PositiveInfinity = 1.0 / 0.0;
    public const double NegativeInfinity = -1.0 / 0.0;

#pragma warning disable CS1718 // only NaN differs from itself
    public static bool IsNaN(double d) => d != d;
#pragma warning restore CS1718

    public bool Equals(double obj) => this == obj || IsNaN(this) && IsNaN(obj);

    public override bool Equals(object? obj) => obj is double other && Equals(other);

    public override int GetHashCode() => this == 0 ? 0 : BitConverter.DoubleToInt64Bits(this).GetHashCode();

    public int CompareTo(double value) =>
        this < value ? -1
        : this > value ? 1
        : this == value ? 0
        : IsNaN(this) ? IsNaN(value) ? 0 : -1
        : 1;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((double)value);

    public override string ToString() => FloatText.ToString(this, default);

    public string ToString(string? format) => FloatText.ToString(this, format.AsSpan());

    public string ToString(string? format, IFormatProvider? provider) => FloatText.ToString(this, format.AsSpan());

    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        string text = FloatText.ToString(this, format);
        bool fits = text.AsSpan().TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
