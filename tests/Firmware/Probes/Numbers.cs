using System.Globalization;

internal static class Numbers
{
    private static int s_seven = 7;
    private static double s_half = 0.5;

    public static void Run()
    {
        Probe.Equal("numbers to text", "-128 255 -32768 65535 -2147483648 4294967295 -9223372036854775808 18446744073709551615",
            $"{sbyte.MinValue} {byte.MaxValue} {short.MinValue} {ushort.MaxValue} "
            + $"{int.MinValue} {uint.MaxValue} {long.MinValue} {ulong.MaxValue}");
        Probe.Equal("numbers to hexadecimal", "ff FFFFFFFF 00c0ffee 8000000000000000",
            $"{(byte)255:x} {-1:X} {0xc0ffee:x8} {long.MinValue:x}");
        Probe.Equal("numbers, formatted", "1,234,567 -1,000 00042 101 7", $"{1234567:N0} {-1000:N0} {42:D5} {5:B} {s_seven:G}");
        Span<char> room = stackalloc char[3];
        Probe.True("numbers that do not fit", !1234.TryFormat(room, out int written) && written == 0 && (-12).TryFormat(room, out written)
            && new string(room) == "-12");
        Probe.True("numbers from text", int.Parse(" -42 ") == -42 && long.Parse("9223372036854775807") == long.MaxValue
            && ulong.Parse("18446744073709551615") == ulong.MaxValue && byte.Parse("+7") == 7);
        Probe.True("numbers from no text", !int.TryParse("", out _) && !int.TryParse("12x", out _) && !int.TryParse("2147483648", out _)
            && !byte.TryParse("-1", out _) && !int.TryParse(null, out _) && !uint.TryParse("1 2", out _));
        Probe.True("numbers from hexadecimal", int.TryParse("ffffffff", NumberStyles.HexNumber, null, out int minusOne) && minusOne == -1
            && byte.Parse("7F", NumberStyles.AllowHexSpecifier) == 127 && !byte.TryParse("100", NumberStyles.HexNumber, null, out _));
        Probe.True("numbers from text, least of all", int.Parse("-2147483648") == int.MinValue
            && long.Parse("-9223372036854775808") == long.MinValue && sbyte.Parse("-128") == -128 && !sbyte.TryParse("-129", out _));
        Probe.True("Math", Math.Abs(-3) == 3 && Math.Min(2, s_seven) == 2 && Math.Max(2, s_seven) == 7 && Math.Clamp(9, 0, s_seven) == 7
            && Math.Sign(-9L) == -1 && Math.DivRem(s_seven, 2) == (3, 1));
        Probe.True("division and shifts", s_seven / 2 == 3 && -s_seven / 2 == -3 && -s_seven % 2 == -1 && -s_seven >> 1 == -4
            && (uint)s_seven << 30 == 0xc0000000 && -s_seven >>> 28 == 15);
        Probe.True("checked, in range", checked(s_seven * 1000) == 7000 && checked((byte)(s_seven + 200)) == 207
            && checked((uint)s_seven) == 7);
        Probe.True("unchecked", unchecked(int.MaxValue + s_seven) == int.MinValue + 6 && unchecked((byte)(s_seven + 250)) == 1);
        Probe.True("floating point", s_half + 0.25 == 0.75 && s_half * s_seven == 3.5 && (int)(s_half * s_seven) == 3 && 1 / s_half == 2
            && (float)s_half == 0.5f);
        Probe.True("floating point, no number", double.IsNaN(s_half * 0 / (s_half - 0.5)) && 1 / (s_half - 0.5) == double.PositiveInfinity
            && !(double.NaN == s_half));
        Probe.Equal("floating point to text", "0.5 -3.5 0.1 1E+23 5E-324 0.33333334 NaN -Infinity",
            $"{s_half} {-7 * s_half} {0.1} {2e23 * s_half} {double.Epsilon} {1f / 3} {double.NaN} {double.NegativeInfinity}");
        Probe.Equal("floating point, formatted", "0.50 3.142 1000000", $"{s_half:F2} {Math.PI,5:F3} {s_half * 2e6:F0}");
        Probe.True("floating point remainder", (s_half * 15) % 2 == 1.5 && -(s_half * 15) % 2 == -1.5 && s_half % 3 == 0.5
            && (s_half * 2e300) % 7 == 1e300 % 7 && 5.5f % (float)(s_half * 4) == 1.5f);
        Probe.True("floating point remainder, edges", double.IsNaN(s_half % 0) && s_half % double.PositiveInfinity == 0.5
            && double.IsNaN(double.PositiveInfinity % s_half) && 3e-320 % (s_half * 2e-320) == 0 && s_half % 3e-310 < 3e-310);
        Probe.True("floating point to whole numbers", (long)(s_half * 1e10) == 5_000_000_000 && (uint)(s_half * 6e9) == 3_000_000_000
            && (ulong)(s_half * 2e19) == 10_000_000_000_000_000_000 && (double)(ulong.MaxValue - (uint)s_seven) > 1.8e19);
        Probe.True("native integers", (nint)s_seven + 1 == 8 && (nuint)s_seven * 2 == 14 && nint.Size == 8);
        Probe.True("bits of numbers", BitConverter.DoubleToInt64Bits(1.0) == 0x3ff0000000000000 && s_seven.GetHashCode() == 7
            && s_seven.CompareTo(9) < 0 && s_seven.Equals(7));
        Probe.True("characters", char.IsAsciiDigit('7') && !char.IsAsciiDigit('a') && char.IsWhiteSpace('\u00a0') && char.IsAsciiLetter('Q')
            && char.IsSurrogate('\udc00') && 'a'.ToString() == "a");
    }
}
