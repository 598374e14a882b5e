namespace System;

public readonly struct Boolean : IComparable, IComparable<bool>, IEquatable<bool>
{
    public static readonly string TrueString = "True";
    public static readonly string FalseString = "False";

    public bool Equals(bool obj) => this == obj;

    public override bool Equals(object? obj) => obj is bool other && this == other;

    public override int GetHashCode() => this ? 1 : 0;

    public int CompareTo(bool value) => this == value ? 0 : this ? 1 : -1;

    public int CompareTo(object? obj) => obj is null ? 1 : CompareTo((bool)obj);

    public override string ToString() => this ? "True" : "False";
}
