namespace System;

public static partial class MemoryExtensions
{
    public static ReadOnlySpan<char> Trim(this ReadOnlySpan<char> span) => span.TrimStart().TrimEnd();

    public static ReadOnlySpan<char> TrimStart(this ReadOnlySpan<char> span)
    {
        while (!span.IsEmpty && char.IsWhiteSpace(span[0]))
            span = span[1..];
        return span;
    }

    public static ReadOnlySpan<char> TrimEnd(this ReadOnlySpan<char> span)
    {
        while (!span.IsEmpty && char.IsWhiteSpace(span[^1]))
            span = span[..^1];
        return span;
    }

    public static bool Equals(this ReadOnlySpan<char> span, ReadOnlySpan<char> other, StringComparison comparisonType) =>
        span.Length == other.Length && span.CompareTo(other, comparisonType) == 0;

    public static bool StartsWith(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        span.Length >= value.Length && span[..value.Length].Equals(value, comparisonType);

    public static bool EndsWith(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        span.Length >= value.Length && span[^value.Length..].Equals(value, comparisonType);

    public static bool Contains(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        span.IndexOf(value, comparisonType) >= 0;

    public static int CompareTo(this ReadOnlySpan<char> span, ReadOnlySpan<char> other, StringComparison comparisonType)
    {
        if (comparisonType == StringComparison.Ordinal)
            return span.SequenceCompareTo(other);

        for (int i = 0; i < span.Length && i < other.Length; i++)
        {
            int order = Upper(span[i]) - Upper(other[i]);
            if (order != 0)
                return order;
        }

        return span.Length - other.Length;
    }

    public static int IndexOf(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType)
    {
        for (int i = 0; i <= span.Length - value.Length; i++)
        {
            if (span.Slice(i, value.Length).Equals(value, comparisonType))
                return i;
        }

        return -1;
    }

    // .NET converts letters of other alphabets too.
    private static int Upper(char c) => c is >= 'a' and <= 'z' ? c & ~' ' : c;
}
