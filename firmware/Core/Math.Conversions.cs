namespace System;

public static partial class Math
{
    // Checked conversions to whole numbers, called by compiled code; ilc requires them before it knows which are used.

    internal static int ConvertToInt32Checked(double value) =>
        value > -2147483649.0 && value < 2147483648.0 ? (int)value : throw new OverflowException();

    internal static uint ConvertToUInt32Checked(double value) =>
        value > -1.0 && value < 4294967296.0 ? (uint)value : throw new OverflowException();

    internal static long ConvertToInt64Checked(double value) =>
        value >= -9223372036854775808.0 && value < 9223372036854775808.0 ? (long)value : throw new OverflowException();

    internal static ulong ConvertToUInt64Checked(double value) =>
        value > -1.0 && value < 18446744073709551616.0 ? (ulong)value : throw new OverflowException();
}
