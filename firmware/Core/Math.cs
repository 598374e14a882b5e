using System.Runtime.CompilerServices;

namespace System;

public static partial class Math
{
    public const double PI = 3.14159265358979323846;
    public const double E = 2.7182818284590452354;

    public static int Abs(int value) => value >= 0 ? value : checked(-value);

    public static long Abs(long value) => value >= 0 ? value : checked(-value);

    public static double Abs(double value) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) & long.MaxValue);

    public static int Sign(int value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static int Sign(long value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static int Min(int val1, int val2) => val1 <= val2 ? val1 : val2;

    public static uint Min(uint val1, uint val2) => val1 <= val2 ? val1 : val2;

    public static long Min(long val1, long val2) => val1 <= val2 ? val1 : val2;

    public static ulong Min(ulong val1, ulong val2) => val1 <= val2 ? val1 : val2;

    public static nuint Min(nuint val1, nuint val2) => val1 <= val2 ? val1 : val2;

    public static int Max(int val1, int val2) => val1 >= val2 ? val1 : val2;

    public static uint Max(uint val1, uint val2) => val1 >= val2 ? val1 : val2;

    public static long Max(long val1, long val2) => val1 >= val2 ? val1 : val2;

    public static ulong Max(ulong val1, ulong val2) => val1 >= val2 ? val1 : val2;

    public static nuint Max(nuint val1, nuint val2) => val1 >= val2 ? val1 : val2;

    public static int Clamp(int value, int min, int max) => Min(Max(value, min), max);

    public static long Clamp(long value, long min, long max) => Min(Max(value, min), max);

    public static (int Quotient, int Remainder) DivRem(int left, int right) => (left / right, left % right);

    public static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right) => (left / right, left % right);

    public static double Min(double val1, double val2) =>
        double.IsNaN(val1) || val1 < val2 || val1 == val2 && IsNegative(val1) ? val1 : val2;

    public static double Max(double val1, double val2) =>
        double.IsNaN(val1) || val1 > val2 || val1 == val2 && IsNegative(val2) ? val1 : val2;

    // The compiler replaces the call by an instruction, on both machines.
    [Intrinsic]
    public static double Sqrt(double d) => Sqrt(d);

    public static double Truncate(double d)
    {
        // Doubles this large have no fraction.
        const double Whole = 1L << 52;
        if (!(Abs(d) < Whole))
            return d;
        double whole = (long)d;
        return whole == 0 && IsNegative(d) ? -0.0 : whole;
    }

    public static double Floor(double d) => Truncate(d) is var whole && whole > d ? whole - 1 : whole;

    public static double Ceiling(double a) => Truncate(a) is var whole && whole < a ? whole + 1 : whole;

    /// <summary>Rounds to the nearest whole number, halves to even.</summary>
    public static double Round(double a)
    {
        double whole = Truncate(a), rest = Abs(a - whole);
        bool isFar = rest > 0.5 || rest == 0.5 && (long)whole % 2 != 0;
        return isFar ? whole + (IsNegative(a) ? -1 : 1) : whole;
    }

    private static bool IsNegative(double value) => BitConverter.DoubleToInt64Bits(value) < 0;
}
