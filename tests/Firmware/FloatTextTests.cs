using System.Globalization;

namespace Bq2.Tests.Cellar;

/// <summary>The core library's text of floating point numbers, compiled here as well, against .NET's own.</summary>
public sealed class FloatTextTests
{
    private static readonly string[] s_formats = ["", "G", "R", "F", "F0", "F1", "F2", "F7", "F20"];

    [Fact]
    public void IsThatOfDotnet()
    {
        double[] edges =
        [
            0, -0.0, 1, 0.1, 0.5, 1.5, 2.5, 0.125, 0.375, 99.995, 9.5, 0.05, 1e-3, 1e-4, 1e-5, 1e15, 1e16, 1e17, 1e18, 1e23,
            12345678901234567, 123456789012345678,
            1e7, 1e8, 1e9, 1e10, 9007199254740993, 4503599627370496.5, 2.2250738585072014E-308, double.Epsilon, double.MaxValue, double.NaN,
            double.PositiveInfinity,
        ];
        foreach (double edge in edges.Concat(edges.Select(edge => -edge)))
        {
            foreach (string format in s_formats)
                AssertSame(edge, format);
        }

        var random = Fuzzing.Random(20);
        for (int i = 0; i < 3000; i++)
        {
            AssertSame(BitConverter.Int64BitsToDouble(random.NextInt64()), "");
            AssertSame((random.NextDouble() - 0.5) * 2000, s_formats[random.Next(s_formats.Length)]);
            AssertSame(Math.Pow(2, random.Next(-1074, 1024)), "");
            AssertSame(Math.Pow(10, random.Next(-320, 309)), "");
        }
    }

    [Fact]
    public void AnUnknownFormatIsRefused() =>
        Assert.All((string[])["E", "F100", "N2", "0.00"], format => Assert.Throws<FormatException>(() => FloatText.ToString(1.5, format)));

    private static void AssertSame(double value, string format)
    {
        string ours = FloatText.ToString(value, format), theirs = value.ToString(format, CultureInfo.InvariantCulture);

        // For a few powers of two .NET finds a digit less than it takes to come back to them; we do not.
        if (ours != theirs)
        {
            Assert.True(format.Length == 0
                && double.IsPow2(value) && double.Parse(ours, CultureInfo.InvariantCulture) == value, $"{value:R} by '{format}': {ours}");
        }

        Assert.Equal(((float)value).ToString(format, CultureInfo.InvariantCulture), FloatText.ToString((float)value, format));
    }
}
