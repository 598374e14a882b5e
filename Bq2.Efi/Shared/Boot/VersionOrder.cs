namespace Bq2.Efi.Boot;

/// <summary>
/// Which version is newer: "Version Format Specification" (UAPI.10). Works on any text, so file names are ordered by the versions in
/// them.
/// </summary>
internal static class VersionOrder
{
    /// <summary>Less than 0 if a is older than b.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        while (true)
        {
            SkipOthers(ref a);
            SkipOthers(ref b);

            // "1.0~rc1" is older than "1.0"; "1.0.1" is newer.
            int order = CompareMark(ref a, ref b, (byte)'~');
            if (order != 0)
                return order;
            if (a.IsEmpty || b.IsEmpty)
                return a.Length == b.Length ? 0 : a.IsEmpty ? -1 : 1;

            // The one that ends its number first is older: "1-2" before "1^2" before "1.2".
            order = CompareMark(ref a, ref b, (byte)'-');
            if (order == 0)
                order = CompareMark(ref a, ref b, (byte)'^');
            if (order == 0)
                order = CompareMark(ref a, ref b, (byte)'.');
            if (order == 0)
                order = IsDigit(First(a)) || IsDigit(First(b)) ? CompareNumbers(ref a, ref b) : CompareWords(ref a, ref b);
            if (order != 0)
                return order;
        }
    }

    /// <summary>The one with the mark here is older; if both have it, continue after it.</summary>
    private static int CompareMark(ref ReadOnlySpan<byte> a, ref ReadOnlySpan<byte> b, byte mark)
    {
        bool inA = First(a) == mark, inB = First(b) == mark;
        if (inA != inB)
            return inA ? -1 : 1;
        if (inA)
        {
            a = a[1..];
            b = b[1..];
        }

        return 0;
    }

    // Without converting them, as they may have any number of digits. No number is older than any number.
    private static int CompareNumbers(ref ReadOnlySpan<byte> a, ref ReadOnlySpan<byte> b)
    {
        if (IsDigit(First(a)) != IsDigit(First(b)))
            return IsDigit(First(b)) ? -1 : 1;

        while (First(a) == '0')
            a = a[1..];
        while (First(b) == '0')
            b = b[1..];
        var left = Take(ref a, digits: true);
        var right = Take(ref b, digits: true);
        return left.Length != right.Length ? left.Length - right.Length : Bytes.Compare(left, right);
    }

    private static int CompareWords(ref ReadOnlySpan<byte> a, ref ReadOnlySpan<byte> b) =>
        Bytes.Compare(Take(ref a, digits: false), Take(ref b, digits: false));

    /// <summary>Removes the leading digits, or letters.</summary>
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text, bool digits)
    {
        int length = 0;
        while (length < text.Length && (digits ? IsDigit(text[length]) : IsLetter(text[length])))
            length++;
        var taken = text[..length];
        text = text[length..];
        return taken;
    }

    private static void SkipOthers(ref ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && !IsDigit(text[0]) && !IsLetter(text[0])
            && text[0] is not ((byte)'~' or (byte)'-' or (byte)'^' or (byte)'.'))
            text = text[1..];
    }

    // A NUL at the end saves checking the length everywhere.
    private static byte First(ReadOnlySpan<byte> text) => text.IsEmpty ? (byte)0 : text[0];

    private static bool IsDigit(byte c) => c is >= (byte)'0' and <= (byte)'9';

    private static bool IsLetter(byte c) => (c | 0x20) is >= 'a' and <= 'z';
}
