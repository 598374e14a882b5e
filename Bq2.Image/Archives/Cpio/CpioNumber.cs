using System.Runtime.CompilerServices;

namespace Bq2.Image;

/// <summary>A number as a "newc" header writes it: eight hexadecimal digits.</summary>
[InlineArray(Digits)]
internal struct CpioNumber
{
    public const int Digits = 8;

    private byte _first;

    /// <summary>The number in upper case, as the kernel's own tool writes it.</summary>
    public static CpioNumber Of(uint value)
    {
        var number = new CpioNumber();
        for (int i = Digits - 1; i >= 0; i--, value >>= 4)
            number[i] = "0123456789ABCDEF"u8[(int)(value & 0xf)];
        return number;
    }

    /// <summary>Null if one of its bytes is not a hexadecimal digit.</summary>
    public readonly uint? Value
    {
        get
        {
            uint value = 0;
            foreach (byte digit in this)
            {
                if (!char.IsAsciiHexDigit((char)digit))
                    return null;
                value = value << 4 | (uint)(char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
            }

            return value;
        }
    }
}
