using System.Security.Cryptography;
using Sha256 = Bq2.Efi.Boot.Sha256;

namespace Bq2.Tests.Shared;

public sealed class Sha256Tests
{
    /// <summary>.NET's, for every length about the block's edges, in pieces of all sizes.</summary>
    [Fact]
    public void TheHashIsDotNets()
    {
        var random = new Random(4);
        for (int length = 0; length < 300; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), HashInPieces(bytes, random));
        }

        var large = new byte[1_000_003];
        random.NextBytes(large);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(large)), HashInPieces(large, random));
    }

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF", true)]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEF", false)]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFG", false)]
    [InlineData("", false)]
    public void AHashIsWrittenInHexadecimal(string text, bool isHash) =>
        Assert.Equal(isHash, Sha256.IsText(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string HashInPieces(byte[] bytes, Random random)
    {
        var hash = new Sha256();
        hash.Start();
        for (int start = 0; start < bytes.Length;)
        {
            int count = Math.Min(random.Next(1, bytes.Length > 1000 ? 100_000 : 100), bytes.Length - start);
            hash.Add(bytes.AsSpan(start, count));
            start += count;
        }

        Span<byte> result = stackalloc byte[Sha256.Size], text = stackalloc byte[2 * Sha256.Size];
        hash.Finish(result);
        Sha256.WriteText(result, text);
        return System.Text.Encoding.UTF8.GetString(text);
    }
}
