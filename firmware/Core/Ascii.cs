namespace System.Text;

public static class Ascii
{
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;

        for (int i = 0; i < left.Length; i++)
        {
            // .NET answers no for bytes that are not ASCII, even if they are equal.
            if (left[i] >= 0x80 || ToLower(left[i]) != ToLower(right[i]))
                return false;
        }

        return true;
    }

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<char> right)
    {
        if (left.Length != right.Length)
            return false;

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] >= 0x80 || ToLower(left[i]) != ToLower(right[i]))
                return false;
        }

        return true;
    }

    private static int ToLower(int c) => c is >= 'A' and <= 'Z' ? c | 0x20 : c;
}
