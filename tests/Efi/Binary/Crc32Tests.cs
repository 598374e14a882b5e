using Bq2.Efi.Binary;

namespace Bq2.Tests.Efi.Binary;

/// <summary>However many bytes are taken at once, the sum is that of byte after byte.</summary>
public sealed class Crc32Tests
{
    [Fact]
    public void EveryLengthAndPlace()
    {
        byte[] bytes = new byte[400];
        new Random(3).NextBytes(bytes);
        for (int start = 0; start < 20; start++)
        {
            for (int length = 0; length + start <= bytes.Length; length++)
                Assert.Equal(ByBits(bytes.AsSpan(start, length)), Crc32.Of(bytes.AsSpan(start, length)));
        }
    }

    [Fact]
    public void PartsAreAppendedAndJoined()
    {
        byte[] bytes = new byte[100_000];
        new Random(4).NextBytes(bytes);
        uint whole = ByBits(bytes);
        foreach (int cut in (int[])[0, 1, 15, 16, 63, 64, 65, 4096, 99_999, 100_000])
        {
            uint first = Crc32.Of(bytes.AsSpan(0, cut));

            Assert.Equal(whole, Crc32.Append(first, bytes.AsSpan(cut)));
            Assert.Equal(whole, Crc32.Join(first, Crc32.Of(bytes.AsSpan(cut)), bytes.Length - cut));
        }
    }

    private static uint ByBits(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb8_8320 : 0);
        }

        return ~crc;
    }
}
