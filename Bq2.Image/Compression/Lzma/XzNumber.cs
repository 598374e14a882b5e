using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The numbers of xz: seven bits a byte, low ones first, the highest bit set in all bytes but the last.</summary>
internal static class XzNumber
{
    private const int MaxLength = 9;

    public static ulong Take(PackedInput input, ref uint sum)
    {
        ulong number = 0;
        for (int i = 0; i < MaxLength; i++)
        {
            var next = input.Demand(1);
            sum = Crc32.Append(sum, next);
            number |= (ulong)(next[0] & 0x7f) << 7 * i;
            if ((next[0] & 0x80) == 0)
                return i > 0 && next[0] == 0 ? throw Bad(input) : number;
        }

        throw Bad(input);
    }

    /// <summary>The same in a block's header, which is already in memory.</summary>
    public static ulong Take(PackedInput input, ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int i = 0; i < Math.Min(MaxLength, bytes.Length); i++)
        {
            number |= (ulong)(bytes[i] & 0x7f) << 7 * i;
            if ((bytes[i] & 0x80) != 0)
                continue;

            bytes = bytes[(i + 1)..];
            return number;
        }

        throw Bad(input);
    }

    private static Efi.FaultException Bad(PackedInput input) =>
        input.Fault(ImageFaults.PackedDamaged, $"a number of the xz format is too long");
}
