using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>The checksum of a header: the sum of its bytes, with spaces in the place of the checksum itself.</summary>
internal static class TarChecksum
{
    private const int Offset = 148, Length = 8;
    private const ulong EvenBytes = 0x00ff_00ff_00ff_00ff;

    /// <summary>Whether a block is a header: its checksum is right, or is what old programs made of signed bytes.</summary>
    public static bool IsRight(ReadOnlySpan<byte> block)
    {
        var field = block.Slice(Offset, Length);
        if (TarNumber.Read(field) is not { } stated)
            return false;

        long sum = Of(block) + Length * ' ';
        foreach (byte each in field)
            sum -= each;
        return stated == sum || stated == sum - 256 * NegativeBytes(block);
    }

    /// <summary>The sum of all bytes of a block. It is made for every entry, eight bytes at a time.</summary>
    [MethodImpl(Hot.Path)]
    public static int Of(ReadOnlySpan<byte> block)
    {
        // Four sums of 16 bits: each takes 128 bytes, which cannot overflow it.
        ulong sums = 0;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(block))
            sums += (eight & EvenBytes) + (eight >> 8 & EvenBytes);
        return (ushort)sums + (ushort)(sums >> 16) + (ushort)(sums >> 32) + (ushort)(sums >> 48);
    }

    private static int NegativeBytes(ReadOnlySpan<byte> block)
    {
        int count = 0;
        for (int i = 0; i < block.Length; i++)
        {
            if (block[i] > sbyte.MaxValue && i is < Offset or >= Offset + Length)
                count++;
        }

        return count;
    }
}
