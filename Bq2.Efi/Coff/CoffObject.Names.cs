using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    /// <summary>A symbol's name, in the file's bytes (ASCII, or UTF-8 from some compilers).</summary>
    public ReadOnlySpan<byte> SymbolName(int symbol)
    {
        CheckIndex(symbol, SymbolCount);
        var name = NameOf(symbol, _bytes.Span.ReadAt<ulong>(SymbolOffset(symbol)));
        return _bytes.Span.Slice(name.Offset, name.Length);
    }

    /// <summary>The place of a row's name, given the row's first eight bytes.</summary>
    [MethodImpl(Hot.Path)]
    internal SymbolName NameOf(int symbol, ulong packed)
    {
        if (!IsLong(packed))
            return new(SymbolOffset(symbol), PackedLength(packed));

        int offset = _stringTable + (int)OffsetIn(packed);
        return new(offset, _bytes.Span[offset..].IndexOf((byte)0));
    }

    /// <summary>A section's name; for a long name, the field has a '/' and an offset into the string table.</summary>
    public ReadOnlySpan<byte> SectionName(int section)
    {
        CheckIndex(section, _sectionCount);
        var name = ShortName(_sectionTable + section * SectionHeader.Size);
        return name is [(byte)'/', ..] ? StringAt(LongNameOffset(name)) : name;
    }

    private static bool IsLong(ulong packed) => (uint)packed == 0 && packed != 0;

    private static uint OffsetIn(ulong packed) => (uint)(packed >> 32);

    // The bytes before the first 0: subtracting 1 from every byte sets the top bit of the first zero byte.
    [MethodImpl(Hot.Part)]
    private static int PackedLength(ulong name)
    {
        ulong zeros = name - 0x0101_0101_0101_0101 & ~name & 0x8080_8080_8080_8080;
        return BitOperations.TrailingZeroCount(zeros) >> 3;
    }

    private ReadOnlySpan<byte> ShortName(int offset)
    {
        var name = _bytes.Span.Slice(offset, sizeof(ulong));
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    private ReadOnlySpan<byte> StringAt(uint offset)
    {
        var text = _bytes.Span[(_stringTable + (int)offset)..];
        return text[..text.IndexOf((byte)0)];
    }

    /// <summary>"/1234" is decimal; "//" is followed by six digits in base 64, for offsets of ten million and more.</summary>
    private static uint LongNameOffset(ReadOnlySpan<byte> name)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        if (name is not [_, (byte)'/', .. var digits])
        {
            return uint.TryParse(Encoding.ASCII.GetString(name[1..]), NumberStyles.None, CultureInfo.InvariantCulture, out uint offset)
                ? offset
                : uint.MaxValue;
        }

        ulong value = 0;
        foreach (byte digit in digits)
        {
            int worth = Digits.IndexOf((char)digit, StringComparison.Ordinal);
            if (worth < 0)
                return uint.MaxValue;
            value = value << 6 | (uint)worth;
        }

        return value <= uint.MaxValue ? (uint)value : uint.MaxValue;
    }
}
