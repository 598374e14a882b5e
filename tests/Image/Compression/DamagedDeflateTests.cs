using System.IO.Compression;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>Streams that are damaged: where zlib objects, so do we.</summary>
public sealed class DamagedDeflateTests
{
    /// <summary>RFC 1951 by hand: what no encoder writes, or no decoder may read.</summary>
    [Theory]
    [InlineData("07", nameof(InflateStatus.Damaged))]                                    // a block of the fourth kind
    [InlineData("0100000000", nameof(InflateStatus.Damaged))]                            // a stored length without its complement
    [InlineData("010000ffff", nameof(InflateStatus.Done))]                               // nothing, stored
    [InlineData("010100feff", nameof(InflateStatus.NeedsSource))]                        // one byte, stored, which is missing
    [InlineData("0300", nameof(InflateStatus.Done))]                                     // nothing, by the fixed code
    [InlineData("03", nameof(InflateStatus.NeedsSource))]
    [InlineData("", nameof(InflateStatus.NeedsSource))]
    [InlineData("030200", nameof(InflateStatus.Damaged))]                                // a match with nothing before it
    [InlineData("fdff00", nameof(InflateStatus.Damaged))]                                  // more literals than there are
    [InlineData("05e0ffffffffffffffff", nameof(InflateStatus.Damaged))]                            // a code with words to spare
    [InlineData("0500000000", nameof(InflateStatus.Damaged))]                            // none at all
    public void InvalidAndUnfinishedStreamsAreRecognized(string hex, string expected)
    {
        int at = 0;
        var status = new Inflater().Run(Convert.FromHexString(hex), out _, new byte[400], ref at);

        Assert.Equal(expected, status.ToString());
        Assert.Equal(0, at);
    }

    [Theory]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WeRejectWhatZlibRejects(int seed)
    {
        var random = Fuzzing.Random(seed);
        int damaged = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] source = DeflateSamples.Puzzle(random);
            byte[] packed = Fuzzing.Spoil(PackedSomehow(source, random), random);
            var (theirs, isFine) = ByDotnet(packed);
            var (ours, status) = Inflated.UpTo(packed, theirs.Length + 70_000);

            damaged += isFine ? 0 : 1;
            Assert.True(isFine ? status is InflateStatus.Done or InflateStatus.NeedsSource : status != InflateStatus.Done,
                $"zlib {isFine}, we {status}: {Convert.ToHexString(packed)}");
            if (isFine)
                Assert.Equal(theirs, ours);
        }

        Assert.InRange(damaged, 100, 1499);
    }

    // .NET packs nothing to nothing.
    private static byte[] PackedSomehow(byte[] source, Random random) => source.Length == 0 || random.Next(3) == 0
        ? DeflateSamples.Pack(new(random.Next(1, 10)), source)
        : PackedByDotnet(source, random.Next(10));

    private static byte[] PackedByDotnet(byte[] source, int level)
    {
        using var packed = new MemoryStream();
        using (var packer = new DeflateStream(packed, new ZLibCompressionOptions { CompressionLevel = level }))
            packer.Write(source);
        return packed.ToArray();
    }

    /// <summary>What .NET's zlib makes of it. A stream that is cut off it takes for one that is over.</summary>
    private static (byte[] Bytes, bool IsFine) ByDotnet(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var unpacker = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            unpacker.CopyTo(unpacked);
            return (unpacked.ToArray(), true);
        }
        catch (InvalidDataException)
        {
            return (unpacked.ToArray(), false);
        }
    }
}
