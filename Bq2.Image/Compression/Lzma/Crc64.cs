using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>The checksum of xz (ECMA-182, reflected, start and end inverted), eight bytes at a time.</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0xc96c_5795_d787_0f42;
    private const int Size = 256;

    // The n-th table is for a byte that n others follow.
    private static readonly ulong[] s_tables = Tables();

    [MethodImpl(Hot.Path)]
    public static ulong Append(ulong sum, ReadOnlySpan<byte> bytes)
    {
        ulong crc = ~sum;
        ulong[] tables = s_tables;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            ulong x = crc ^ eight;
            crc = tables[7 * Size + (int)(byte)x] ^ tables[6 * Size + (int)(byte)(x >> 8)]
                ^ tables[5 * Size + (int)(byte)(x >> 16)] ^ tables[4 * Size + (int)(byte)(x >> 24)]
                ^ tables[3 * Size + (int)(byte)(x >> 32)] ^ tables[2 * Size + (int)(byte)(x >> 40)]
                ^ tables[Size + (int)(byte)(x >> 48)] ^ tables[(int)(x >> 56)];
        }

        foreach (byte each in bytes[(bytes.Length & ~7)..])
            crc = tables[(int)(byte)crc ^ each] ^ crc >> 8;
        return ~crc;
    }

    private static ulong[] Tables()
    {
        var tables = new ulong[8 * Size];
        for (int i = 0; i < tables.Length; i++)
        {
            ulong crc = i < Size ? (ulong)i : tables[i - Size];
            tables[i] = i < Size ? ByBits(crc) : tables[(int)(byte)crc] ^ crc >> 8;
        }

        return tables;
    }

    private static ulong ByBits(ulong crc)
    {
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? Polynomial : 0);
        return crc;
    }
}
