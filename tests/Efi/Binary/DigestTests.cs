using System.Security.Cryptography;
using Bq2.Efi.Binary;

namespace Bq2.Tests.Efi.Binary;

/// <summary>Hashes without a library of the system: SHA-256 beside .NET's, and the ids of builds.</summary>
public sealed class DigestTests
{
    private static readonly int[] s_lengths = [0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 119, 128, 1000];

    [Fact]
    public void HmacIsThatOfDotnet()
    {
        var random = new Random(5);
        foreach (int keyLength in s_lengths)
        {
            foreach (int length in s_lengths)
            {
                byte[] key = new byte[keyLength], message = new byte[length];
                random.NextBytes(key);
                random.NextBytes(message);

                Assert.Equal(HMACSHA256.HashData(key, message), Digest.OfHmacSha256(key, message));
                Assert.Equal(SHA256.HashData([.. key, .. message]), Digest.OfSha256(key, message));
            }
        }
    }

    /// <summary>Any bit that is another, at any place, and any zero more, make another id.</summary>
    [Fact]
    public void EachBitOfABuildCounts()
    {
        var seen = new HashSet<Guid>();
        for (int length = 0; length <= 80; length++)
        {
            byte[] bytes = new byte[length];
            Assert.True(seen.Add(BuildId.Of(bytes)), $"{length} zeros");
            for (int bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.True(seen.Add(BuildId.Of(bytes)), $"bit {bit} of {length} bytes");
                bytes[bit / 8] = 0;
            }
        }
    }

    [Fact]
    public void ABuildsIdIsTheSameEverywhere()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

        Assert.Equal("00e383bc-b809-e64a-6d7f-0937668c6c62", BuildId.Of(bytes).ToString());
    }
}
