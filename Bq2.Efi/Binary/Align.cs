namespace Bq2.Efi.Binary;

/// <summary>Rounding to powers of two and to any unit, checked: a sum that does not fit is a fault, never a small number.</summary>
internal static class Align
{
    public static int Up(int value, int unit) => checked((int)Up((long)value, unit));

    public static uint Up(uint value, uint unit) => checked((uint)Up((long)value, unit));

    public static long Up(long value, long unit) => checked((value + unit - 1) / unit * unit);

    /// <summary>How many units are needed to hold the value.</summary>
    public static long Units(long value, long unit) => checked((value + unit - 1) / unit);
}
