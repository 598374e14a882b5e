namespace Bq2.Efi.Linux;

/// <summary>The checksum of a GPT, CRC-32 bit by bit: for the few bytes of one table, in a program that is small.</summary>
internal static class TableSum
{
    private const uint Polynomial = 0xedb8_8320;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = ~0u;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
                sum = sum >> 1 ^ (Polynomial & 0 - (sum & 1));
        }

        return ~sum;
    }
}
