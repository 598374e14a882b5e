using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>Text in UTF-16. Comparisons are ordinal; there are no cultures.</summary>
public sealed unsafe partial class String : IComparable, IComparable<string>, IEquatable<string>, IEnumerable<char>, ICloneable
{
    public static readonly string Empty = "";

#pragma warning disable CS0649, IDE0044 // ilc lays literals out with these two fields; a NUL follows the text
    private readonly int _stringLength;
    private char _firstChar;
#pragma warning restore CS0649, IDE0044

    public int Length
    {
        [Intrinsic]
        get => _stringLength;
    }

    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength)
                Throw.IndexOutOfRange();
            return Unsafe.Add(ref _firstChar, index);
        }
    }

    public ref readonly char GetPinnableReference() => ref _firstChar;

    public static implicit operator ReadOnlySpan<char>(string? value) => value.AsSpan();

    public static bool operator ==(string? a, string? b) => Equals(a, b);

    public static bool operator !=(string? a, string? b) => !Equals(a, b);

    public static bool Equals(string? a, string? b) =>
        ReferenceEquals(a, b) || a is not null && b is not null && a.AsSpan().SequenceEqual(b.AsSpan());

    public static bool Equals(string? a, string? b, StringComparison comparisonType) =>
        a is null || b is null ? ReferenceEquals(a, b) : a.AsSpan().Equals(b.AsSpan(), comparisonType);

    public bool Equals(string? value) => Equals(this, value);

    public bool Equals(string? value, StringComparison comparisonType) => Equals(this, value, comparisonType);

    public override bool Equals(object? obj) => obj is string other && Equals(this, other);

    /// <summary>FNV-1a over the code units. .NET's hash differs from run to run; do not rely on either.</summary>
    public override int GetHashCode()
    {
        uint hash = 0x811c_9dc5;
        foreach (char c in this.AsSpan())
            hash = (hash ^ c) * 0x0100_0193;
        return (int)hash;
    }

    public override string ToString() => this;

    public object Clone() => this;

    public static int CompareOrdinal(string? strA, string? strB) =>
        strA is null ? strB is null ? 0 : -1 : strB is null ? 1 : strA.AsSpan().SequenceCompareTo(strB.AsSpan());

    public static int Compare(string? strA, string? strB, StringComparison comparisonType) =>
        strA is null || strB is null ? CompareOrdinal(strA, strB) : strA.AsSpan().CompareTo(strB.AsSpan(), comparisonType);

    public int CompareTo(string? strB) => CompareOrdinal(this, strB);

    public int CompareTo(object? value) => CompareOrdinal(this, (string?)value);

    public static bool IsNullOrEmpty(string? value) => value is null || value.Length == 0;

    public static bool IsNullOrWhiteSpace(string? value) => value is null || value.AsSpan().Trim().IsEmpty;

    public bool Contains(char value) => IndexOf(value) >= 0;

    public bool Contains(string value) => IndexOf(value, StringComparison.Ordinal) >= 0;

    public int IndexOf(char value) => this.AsSpan().IndexOf(value);

    public int IndexOf(char value, int startIndex) => From(startIndex, this.AsSpan(startIndex).IndexOf(value));

    public int IndexOf(string value, StringComparison comparisonType) => this.AsSpan().IndexOf(value.AsSpan(), comparisonType);

    public int LastIndexOf(char value) => this.AsSpan().LastIndexOf(value);

    public int IndexOfAny(char[] anyOf) => this.AsSpan().IndexOfAny(anyOf);

    public bool StartsWith(char value) => Length > 0 && _firstChar == value;

    public bool EndsWith(char value) => Length > 0 && this[Length - 1] == value;

    public bool StartsWith(string value, StringComparison comparisonType) => this.AsSpan().StartsWith(value.AsSpan(), comparisonType);

    public bool EndsWith(string value, StringComparison comparisonType) => this.AsSpan().EndsWith(value.AsSpan(), comparisonType);

    public void CopyTo(Span<char> destination) => this.AsSpan().CopyTo(destination);

    public CharEnumerator GetEnumerator() => new(this);

    IEnumerator<char> IEnumerable<char>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Convert the index in the part to one in the whole.
    private static int From(int start, int index) => index < 0 ? index : start + index;
}
