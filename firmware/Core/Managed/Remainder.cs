using Internal.Runtime;

namespace System.Runtime;

/// <summary>Implements % for floating point numbers. The result is exact: a long division of the mantissas.</summary>
internal static class Remainder
{
    private const int MantissaBits = 52;
    private const ulong Hidden = 1ul << MantissaBits;
    private const int Special = 0x7ff;

    [RuntimeExport("fmodf")]
    internal static float OfFloats(float x, float y) => (float)Of(x, y);   // floats and their exact remainder are doubles too

    [RuntimeExport("fmod")]
    internal static double Of(double x, double y)
    {
        // Every program contains the exports; the code behind this one is linked only into those that need it.
        if (!Features.HasRemainder)
            return x;

        ulong sign = (ulong)BitConverter.DoubleToInt64Bits(x) & 1ul << 63;
        var (a, shift) = Parts(x);
        var (b, other) = Parts(y);
        if (shift == Special || b == 0 || double.IsNaN(y))
            return double.NaN;
        if (other == Special || a == 0)
            return x;

        // a * 2^shift less b * 2^other, as often as it goes: first for the powers of two that are between them.
        if (shift < other)
            return Compose(x, a, shift, b, other);
        for (; shift > other; shift--)
        {
            a %= b;
            a <<= 1;
        }

        return FromParts(sign, a % b, other);
    }

    // The divisor's exponent is larger: so is the divisor, unless its mantissa is short.
    private static double Compose(double x, ulong a, int shift, ulong b, int other) =>
        other - shift > MantissaBits || b << (other - shift) >> (other - shift) != b || a < b << (other - shift)
            ? x
            : FromParts((ulong)BitConverter.DoubleToInt64Bits(x) & 1ul << 63, a % (b << (other - shift)), shift);

    /// <summary>A whole number and its power of two; Special for infinities and NaN.</summary>
    private static (ulong Mantissa, int Exponent) Parts(double value)
    {
        ulong bits = (ulong)BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> MantissaBits) & Special;
        ulong mantissa = bits & Hidden - 1;
        return exponent == 0 ? (mantissa, 1) : (mantissa | Hidden, exponent);
    }

    private static double FromParts(ulong sign, ulong mantissa, int exponent)
    {
        if (mantissa == 0)
            return BitConverter.Int64BitsToDouble((long)sign);
        for (; mantissa < Hidden && exponent > 1; exponent--)
            mantissa <<= 1;
        ulong bits = mantissa < Hidden ? mantissa : (ulong)exponent << MantissaBits | mantissa & Hidden - 1;
        return BitConverter.Int64BitsToDouble((long)(sign | bits));
    }
}
