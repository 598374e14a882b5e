using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>The checksum of zlib's format: a sum of the bytes, and a sum of those sums, both modulo 65,521.</summary>
internal static class Adler32
{
    public const uint Start = 1;

    private const uint Modulus = 65521;

    // This many bytes of 255 do not overflow the second sum.
    private const int Part = 5552;

    [MethodImpl(Hot.Path)]
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint low = sum & 0xffff, high = sum >> 16;
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, Part)];
            foreach (byte value in part)
            {
                low += value;
                high += low;
            }

            (low, high) = (low % Modulus, high % Modulus);
            bytes = bytes[part.Length..];
        }

        return high << 16 | low;
    }
}
