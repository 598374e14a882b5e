namespace System;

public readonly struct Single : IComparable, IComparable<float>, IEquatable<float>, ISpanFormattable
{
    public const float MinValue = -3.40282346638528859e+38f;
    public const float MaxValue = 3.40282346638528859e+38f;
    public const float Epsilon = 1.4e-45f;
    public const float NaN = 0.0f / 0.0f;
    public const float PositiveInfinity = 1.0f / 0.0f;
    public const float NegativeInfinity = -1.0f / 0.0f;

#pragma warning disable CS1718 // only NaN differs from itself
    public static bool IsNaN(float d) => d != d;
#pragma warning restore CS1718

    public bool Equals(float obj) => this == obj || IsNaN(this) && IsNaN(obj);

    public override bool Equals(object? obj) => obj is float other && Equals(other);

    public override int GetHashCode() => this == 0 ? 0 : BitConverter.SingleToInt32Bits(this).GetHashCode();

    public int CompareTo(float value) => this < value ? -1 : this > value ? 1 : this == value ? 0 : IsNaN(this) ? IsNaN(value) ? 0 : -1 : 1;

    public int CompareTo(object? value) => value is null ? 1 : CompareTo((float)value);

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
