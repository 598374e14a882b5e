using System.Runtime.CompilerServices;

namespace System;

/// <summary>
/// Floating point numbers as text: the shortest digits that parse back to the same number, or as many as requested. Exact, with long
/// arithmetic: Steele and White, "How to print floating-point numbers accurately" (1990), figure 4.
/// </summary>
internal ref struct FloatText
{
    // 17 digits distinguish any double from its neighbours; there may be 309 before the point and 99 after it.
    private const int MaxPrecision = 99;
    private const int MaxLength = 309 + MaxPrecision + 8;

    private readonly Span<char> _text;
    private int _length;

    private FloatText(Span<char> text) => _text = text;

    internal static string ToString(double value, ReadOnlySpan<char> format)
    {
        ulong bits = (ulong)BitConverter.DoubleToInt64Bits(value);
        return ToString(bits >> 63 != 0, (int)(bits >> 52) & 0x7ff, bits & (1ul << 52) - 1, 52, 0x7ff, 17, format);
    }

    internal static string ToString(float value, ReadOnlySpan<char> format)
    {
        uint bits = (uint)BitConverter.SingleToInt32Bits(value);
        return ToString(bits >> 31 != 0, (int)(bits >> 23) & 0xff, bits & (1u << 23) - 1, 23, 0xff, 9, format);
    }

    private static string ToString(
        bool isNegative, int exponent, ulong fraction, int fractionBits, int special, int plainDigits, ReadOnlySpan<char> format)
    {
        if (exponent == special)
            return fraction != 0 ? "NaN" : isNegative ? "-Infinity" : "Infinity";

        int decimals = Decimals(format);
        var text = new FloatText(stackalloc char[MaxLength]);
        Span<byte> digits = stackalloc byte[MaxLength];
        int count = 0, point = 0;
        ulong mantissa = exponent == 0 ? fraction : fraction | 1ul << fractionBits;
        if (mantissa != 0)
        {
            int power = Math.Max(exponent, 1) - fractionBits - (special >> 1);
            var number = new Digits(mantissa, power, isLowerNearer: fraction == 0 && exponent > 1);
            count = decimals < 0 ? number.Shortest(digits, out point) : number.Fixed(digits, decimals, out point);
        }

        if (isNegative)
            text.Add('-');
        if (decimals >= 0)
            text.AddPlain(digits[..count], point, decimals);
        else if (count > 0 && (point > plainDigits || point < -3))
            text.AddScientific(digits[..count], point);
        else
            text.AddPlain(digits[..count], point, Math.Max(count - point, 0));
        return new(text._text[..text._length]);
    }

    /// <summary>The requested digits after the point; -1 for as many as needed.</summary>
    private static int Decimals(ReadOnlySpan<char> format)
    {
        if (format.IsEmpty || format.Length == 1 && format[0] is 'G' or 'g' or 'R' or 'r')
            return -1;
        if (format[0] is 'F' or 'f')
        {
            if (format.Length == 1)
                return 2;
            if (int.TryParse(format[1..], Globalization.NumberStyles.None, null, out int decimals) && decimals <= MaxPrecision)
                return decimals;
        }

        throw new FormatException("Floating point numbers are formatted by G, R or F with at most two digits here.");
    }

    private void AddPlain(ReadOnlySpan<byte> digits, int point, int decimals)
    {
        if (point <= 0)
            Add('0');
        for (int i = 0; i < point; i++)
            AddDigit(digits, i);
        if (decimals > 0)
            Add('.');
        for (int i = 0; i < decimals; i++)
            AddDigit(digits, point + i);
    }

    private void AddScientific(ReadOnlySpan<byte> digits, int point)
    {
        AddDigit(digits, 0);
        if (digits.Length > 1)
            Add('.');
        for (int i = 1; i < digits.Length; i++)
            AddDigit(digits, i);
        int exponent = Math.Abs(point - 1);
        Add('E');
        Add(point > 0 ? '+' : '-');
        if (exponent >= 100)
            Add((char)('0' + exponent / 100));
        Add((char)('0' + exponent / 10 % 10));
        Add((char)('0' + exponent % 10));
    }

    // Before the first digit and after the last one there are zeros.
    private void AddDigit(ReadOnlySpan<byte> digits, int index) =>
        Add((char)('0' + ((uint)index < (uint)digits.Length ? digits[index] : 0)));

    private void Add(char c) => _text[_length++] = c;

    /// <summary>A number being converted: rest / unit is what remains of it; half the distances to its neighbours are kept along.</summary>
    private struct Digits
    {
        private readonly bool _isEven;
        private readonly int _point;       // how many digits there may be before the decimal point, or one less
        private Long _rest;
        private Long _unit;
        private Long _above;
        private Long _below;

        /// <summary>mantissa * 2^exponent. The neighbour below may be half as far away as the one above.</summary>
        internal Digits(ulong mantissa, int exponent, bool isLowerNearer)
        {
            _isEven = (mantissa & 1) == 0;
            int doubled = isLowerNearer ? 2 : 1;
            (_rest, _unit, _above, _below) = (new(mantissa), new(1), new(1), new(1));
            _rest.ShiftLeft(Math.Max(exponent, 0) + doubled);
            _unit.ShiftLeft(Math.Max(-exponent, 0) + doubled);
            _above.ShiftLeft(Math.Max(exponent, 0) + doubled - 1);
            _below.ShiftLeft(Math.Max(exponent, 0));

            // log10 of its largest power of two, rounded down: the product is exact enough for all possible exponents.
            int bits = 0;
            for (ulong rest = mantissa; rest > 1; rest >>= 1)
                bits++;
            _point = (int)((exponent + bits) * 315653L >> 20) + 1;
            for (int i = 0; i < _point; i++)
                _unit.Multiply(10);
            for (int i = _point; i < 0; i++)
                TimesTen();
        }

        internal int Shortest(Span<byte> digits, out int point)
        {
            point = _point;
            if (ReachesUnit())
                point++;
            else
                TimesTen();

            for (int count = 0; ; TimesTen())
            {
                byte digit = TakeDigit();
                int order = Long.Compare(_rest, _below);
                bool isLow = _isEven ? order <= 0 : order < 0, isHigh = ReachesUnit();
                int half = CompareTwiceRest();
                if (isHigh && (!isLow || half > 0 || half == 0 && (digit & 1) != 0))
                    digit++;
                digits[count++] = digit;
                if (isLow || isHigh)
                    return count;
            }
        }

        /// <summary>Digits down to a decimal place; the last one is rounded, halves to even.</summary>
        internal int Fixed(Span<byte> digits, int decimals, out int point)
        {
            // With a leading zero, which a carry may turn into a one.
            point = _point + 1;
            int wanted = Math.Max(point + decimals, 0), count = 0;
            if (point + decimals < 0)
                return 0;
            for (; count < wanted; count++)
            {
                digits[count] = TakeDigit();
                TimesTen();
            }

            // What remains is in tenths of the last place now.
            int order = CompareTwiceRest(tenfold: true);
            if (order > 0 || order == 0 && count > 0 && (digits[count - 1] & 1) != 0)
                Carry(digits, ref count, ref point);
            while (count > 0 && digits[0] == 0)
            {
                digits[1..count].CopyTo(digits);
                count--;
                point--;
            }

            return count;
        }

        private static void Carry(Span<byte> digits, ref int count, ref int point)
        {
            int i = count - 1;
            for (; i >= 0 && digits[i] == 9; i--)
                digits[i] = 0;
            if (i >= 0)
            {
                digits[i]++;
                return;
            }

            digits[..count].CopyTo(digits[1..]);
            digits[0] = 1;
            count++;
            point++;
        }

        private byte TakeDigit()
        {
            byte digit = 0;
            while (Long.Compare(_rest, _unit) >= 0)
            {
                _rest.Subtract(_unit);
                digit++;
            }

            return digit;
        }

        private void TimesTen()
        {
            _rest.Multiply(10);
            _above.Multiply(10);
            _below.Multiply(10);
        }

        private readonly bool ReachesUnit()
        {
            var sum = _rest;
            sum.Add(_above);
            int order = Long.Compare(sum, _unit);
            return _isEven ? order >= 0 : order > 0;
        }

        private readonly int CompareTwiceRest(bool tenfold = false)
        {
            var (twice, unit) = (_rest, _unit);
            twice.Add(_rest);
            if (tenfold)
                unit.Multiply(10);
            return Long.Compare(twice, unit);
        }
    }

    /// <summary>A whole number of up to 1,280 bits: ten times the largest double, or the scaled smallest one, and more.</summary>
    private struct Long
    {
        private const int WordCount = 40;

        private Words _words;

        internal Long(ulong value) => (_words[0], _words[1]) = ((uint)value, (uint)(value >> 32));

        internal void Multiply(uint factor)
        {
            ulong carry = 0;
            for (int i = 0; i < WordCount; i++)
            {
                carry += (ulong)_words[i] * factor;
                _words[i] = (uint)carry;
                carry >>= 32;
            }
        }

        internal void ShiftLeft(int bits)
        {
            for (; bits >= 31; bits -= 31)
                Multiply(1u << 31);
            Multiply(1u << bits);
        }

        internal void Add(in Long other)
        {
            ulong carry = 0;
            for (int i = 0; i < WordCount; i++)
            {
                carry += (ulong)_words[i] + other._words[i];
                _words[i] = (uint)carry;
                carry >>= 32;
            }
        }

        internal void Subtract(in Long other)
        {
            long carry = 0;
            for (int i = 0; i < WordCount; i++)
            {
                carry += (long)_words[i] - other._words[i];
                _words[i] = (uint)carry;
                carry >>= 32;
            }
        }

        internal static int Compare(in Long a, in Long b)
        {
            for (int i = WordCount - 1; i >= 0; i--)
            {
                if (a._words[i] != b._words[i])
                    return a._words[i] < b._words[i] ? -1 : 1;
            }

            return 0;
        }

        [InlineArray(WordCount)]
        private struct Words
        {
            private uint _first;
        }
    }
}
