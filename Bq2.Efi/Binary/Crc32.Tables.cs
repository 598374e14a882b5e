using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Binary;

internal static partial class Crc32
{
    private const int Slices = 8;

    // Table n has the effect of a byte on the sum after n more bytes.
    private static readonly uint[][] s_tables = MakeTables();

    [MethodImpl(Hot.Path)]
    private static uint AppendByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[][] tables = s_tables;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            crc ^= bytes[0] | (uint)bytes[1] << 8 | (uint)bytes[2] << 16 | (uint)bytes[3] << 24;
            crc = tables[7][(byte)crc] ^ tables[6][(byte)(crc >> 8)] ^ tables[5][(byte)(crc >> 16)] ^ tables[4][crc >> 24]
                ^ tables[3][bytes[4]] ^ tables[2][bytes[5]] ^ tables[1][bytes[6]] ^ tables[0][bytes[7]];
        }

        foreach (byte value in bytes)
            crc = tables[0][(byte)crc ^ value] ^ crc >> 8;
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (int n = 0; n < Slices; n++)
        {
            tables[n] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint crc = n == 0 ? i : tables[n - 1][i];
                for (int bit = 0; bit < 8; bit++)
                    crc = crc >> 1 ^ ((crc & 1) != 0 ? Polynomial : 0);
                tables[n][i] = crc;
            }
        }

        return tables;
    }
}
