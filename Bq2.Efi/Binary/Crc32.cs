namespace Bq2.Efi.Binary;

/// <summary>The checksum of GPT, gzip and others: polynomial 0x04C11DB7 reflected, start and end inverted.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = s_table[(byte)crc ^ value] ^ crc >> 8;
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB8_8320 : 0);
            table[i] = crc;
        }

        return table;
    }
}
