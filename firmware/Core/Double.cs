namespace System;

/// <summary>Counting works; to make text of it is a trade of its own, which nobody here has learned.</summary>
public readonly struct Double : IComparable<double>, IEquatable<double>
{
    public const double MinValue = -1.7976931348623157E+308;
    public const double MaxValue = 1.7976931348623157E+308;
    public const double Epsilon = 4.9406564584124654E-324;
    public const double NaN = 0.0 / 0.0;
    public const double PositiveInfinity = 1.0 / 0.0;
    public const double NegativeInfinity = -1.0 / 0.0;

#pragma warning disable CS1718 // only what is no number differs from itself
    public static bool IsNaN(double d) => d != d;
#pragma warning restore CS1718

    public bool Equals(double obj) => this == obj || IsNaN(this) && IsNaN(obj);

    public override bool Equals(object? obj) => obj is double other && Equals(other);

    public override int GetHashCode() => this == 0 ? 0 : BitConverter.DoubleToInt64Bits(this).GetHashCode();

    public int CompareTo(double value) => this < value ? -1 : this > value ? 1 : this == value ? 0 : IsNaN(this) ? IsNaN(value) ? 0 : -1 : 1;

    public override string ToString() => throw new NotSupportedException("A floating point number has no text here.");
}
