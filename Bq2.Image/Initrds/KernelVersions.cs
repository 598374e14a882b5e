namespace Bq2.Image;

/// <summary>The order of kernels' versions: runs of digits by their number, the rest by its characters.</summary>
internal static class KernelVersions
{
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    private static int Compare(string? left, string? right)
    {
        ReadOnlySpan<char> one = left, other = right;
        while (!one.IsEmpty && !other.IsEmpty)
        {
            int order = char.IsAsciiDigit(one[0]) && char.IsAsciiDigit(other[0])
                ? CompareNumbers(TakeNumber(ref one), TakeNumber(ref other))
                : Take(ref one).CompareTo(Take(ref other));
            if (order != 0)
                return order;
        }

        return one.Length.CompareTo(other.Length);
    }

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExceptInRange('0', '9');
        var number = length < 0 ? text : text[..length];
        text = text[number.Length..];
        return number.TrimStart('0');
    }

    private static char Take(ref ReadOnlySpan<char> text)
    {
        char first = text[0];
        text = text[1..];
        return first;
    }
}
