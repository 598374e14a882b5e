namespace Bq2.Efi.Boot;

/// <summary>Numbers in decimal text.</summary>
internal static class DecimalText
{
    public const long TooLarge = 0xffff_ffff;

    /// <summary>The value of the digits, at most <see cref="TooLarge"/>; -1 for anything but digits.</summary>
    public static long Read(ReadOnlySpan<byte> digits)
    {
        long value = digits.IsEmpty ? -1 : 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return -1;
            value = value * 10 + (digit - '0');
            if (value > TooLarge)
                value = TooLarge;
        }

        return value;
    }
}
