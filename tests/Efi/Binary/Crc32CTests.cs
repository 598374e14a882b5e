using Bq2.Efi.Binary;
using Bq2.Tests.Image;

namespace Bq2.Tests.Efi;

public sealed class Crc32CTests
{
    /// <summary>The check value that the catalogue of CRCs gives for this polynomial, and RFC 3720's for 32 zeros.</summary>
    [Fact]
    public void TheSumIsWhatTheCataloguesSay()
    {
        Assert.Equal(0xe306_9283, ~Crc32C.Append(Crc32C.Start, "123456789"u8));
        Assert.Equal(0x8a91_36aa, ~Crc32C.Append(Crc32C.Start, new byte[32]));
    }

    [Fact]
    public void TheProcessorAndTheTableAgreeOnEveryLength()
    {
        byte[] bytes = TestBytes.Make(300);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint sum = Crc32C.AppendByTable(Crc32C.Start, bytes.AsSpan(0, length));
            Assert.Equal(sum, Crc32C.Append(Crc32C.Start, bytes.AsSpan(0, length)));
            uint first = Crc32C.Append(Crc32C.Start, bytes.AsSpan(0, length / 3));
            Assert.Equal(sum, Crc32C.Append(first, bytes.AsSpan(length / 3, length - length / 3)));
        }
    }
}
