using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What is packed into blocks of LZ4 is unpacked as it was; the lz4 library judges it through fsck.erofs.</summary>
public sealed class Lz4EncoderTests
{
    public static TheoryData<int> Levels => [.. Enumerable.Range(1, Lz4Encoder.MaxLevel)];

    [Theory, MemberData(nameof(Levels))]
    public void BlocksAreUnpackedAsTheyWere(int level)
    {
        var random = Fuzzing.Random(5);
        var encoder = new Lz4Encoder(level);
        for (int round = 0; round < 100; round++)
        {
            byte[] source = Mixed(random, random.Next(40_000));
            byte[] block = new byte[random.Next(32, 5000)];
            encoder.Begin();
            for (int at = 0; at < source.Length;)
            {
                var (taken, written) = encoder.Pack(source, at, block);
                Assert.True(taken > 0 && written <= block.Length);
                byte[] unpacked = new byte[taken];
                Assert.True(Lz4Decoder.TryFill(block.AsSpan(0, written), unpacked));
                Assert.Equal(source[at..(at + taken)], unpacked);
                at += taken;
            }
        }
    }

    [Theory, MemberData(nameof(Levels))]
    public void ABlockTakesMoreThanItsLength(int level)
    {
        var encoder = new Lz4Encoder(level);
        encoder.Begin();
        var (taken, written) = encoder.Pack(new byte[1 << 20], 0, new byte[4096]);

        Assert.True(taken > 1_000_000, $"{taken} bytes");
        Assert.True(written <= 4096);
    }

    /// <summary>Pieces of random bytes, of repeated bytes, and of what came before.</summary>
    private static byte[] Mixed(Random random, int length)
    {
        var bytes = new byte[length];
        for (int at = 0; at < length;)
        {
            int count = Math.Min(length - at, random.Next(1, random.Next(2) == 0 ? 20 : 2000));
            var piece = bytes.AsSpan(at, count);
            int from = random.Next(Math.Max(1, at - count + 1));
            if (random.Next(3) == 0)
                random.NextBytes(piece);
            else if (random.Next(2) == 0 || from + count > at)
                piece.Fill((byte)random.Next(4));
            else
                bytes.AsSpan(from, count).CopyTo(piece);
            at += count;
        }

        return bytes;
    }
}
