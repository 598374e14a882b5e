using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Bq2.Efi.Work;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Bq2.Efi.Binary;

/// <summary>The checksum of GPT, gzip and others: polynomial 0x04C11DB7 reflected, start and end inverted.</summary>
internal static partial class Crc32
{
    private const uint Polynomial = 0xEDB8_8320;

    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of some bytes, of which <paramref name="sum"/> is that of all but the last.</summary>
    internal static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~sum;
        if (Pclmulqdq.IsSupported && bytes.Length >= 4 * Vector128<byte>.Count)
            crc = Fold(crc, ref bytes);
        else if (Arm.Crc32.Arm64.IsSupported)
            crc = AppendEights(crc, ref bytes);
        return ~AppendByTables(crc, bytes);
    }

    /// <summary>The checksum of two parts from those of each: what follows the first part multiplies its polynomial.</summary>
    internal static uint Join(uint first, uint second, long secondLength)
    {
        // The highest bit is the coefficient of 1: x to the power of 8, for one byte, and of as many more as there are bytes.
        uint power = 1u << 31, square = 1u << 23;
        for (long left = secondLength; left != 0; left >>= 1)
        {
            if ((left & 1) != 0)
                power = Multiply(power, square);
            square = Multiply(square, square);
        }

        return Multiply(power, first) ^ second;
    }

    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (int bit = 31; bit >= 0; bit--)
        {
            if ((a >> bit & 1) != 0)
                product ^= b;
            b = b >> 1 ^ ((b & 1) != 0 ? Polynomial : 0);
        }

        return product;
    }

    [MethodImpl(Hot.Path)]
    private static uint AppendEights(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = Arm.Crc32.Arm64.ComputeCrc32(crc, eight);
        bytes = bytes[(bytes.Length & ~7)..];
        return crc;
    }

    /// <summary>
    /// Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ": four times sixteen bytes at once, each
    /// multiplied by what the bytes that follow make of it. The last sixteen stand for all, and go through the tables.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private static uint Fold(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        Vector128<ulong> a = vectors[0] ^ Vector128.CreateScalar(crc).AsUInt64(), b = vectors[1], c = vectors[2], d = vectors[3];
        var by64 = Vector128.Create(0x1_5444_2bd4, 0x1_c6e4_1596ul);
        int next = 4;
        for (; next + 4 <= vectors.Length; next += 4)
        {
            a = Fold(a, by64) ^ vectors[next];
            b = Fold(b, by64) ^ vectors[next + 1];
            c = Fold(c, by64) ^ vectors[next + 2];
            d = Fold(d, by64) ^ vectors[next + 3];
        }

        var by16 = Vector128.Create(0x1_7519_97d0, 0x0_ccaa_009eul);
        a = Fold(Fold(Fold(a, by16) ^ b, by16) ^ c, by16) ^ d;
        for (; next < vectors.Length; next++)
            a = Fold(a, by16) ^ vectors[next];

        bytes = bytes[(vectors.Length * Vector128<byte>.Count)..];
        Span<Vector128<ulong>> last = [a];
        return AppendByTables(0, MemoryMarshal.AsBytes(last));
    }

    [MethodImpl(Hot.Part)]
    private static Vector128<ulong> Fold(Vector128<ulong> sum, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(sum, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(sum, by, 0x11);
}
