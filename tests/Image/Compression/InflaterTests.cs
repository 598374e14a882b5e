using System.IO.Compression;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>What others packed, in every way they have, is unpacked.</summary>
public sealed class InflaterTests
{
    // zlib's strategies, in the order of its numbers, through Python, which has its own zlib; the last is stored.
    private const string PackAll = """
        import sys, zlib
        data = open(sys.argv[1], 'rb').read()
        for level in range(10):
            for strategy in range(5):
                for window in (-9, -15):
                    packer = zlib.compressobj(level, zlib.DEFLATED, window, 1 + level % 9, strategy)
                    packed = packer.compress(data[:len(data) // 2]) + packer.flush(zlib.Z_FULL_FLUSH if level % 2 else zlib.Z_SYNC_FLUSH)
                    packed += packer.compress(data[len(data) // 2:]) + packer.flush()
                    open(f'{sys.argv[2]}/{level}.{strategy}.{-window}', 'wb').write(packed)
        """;

    [Needs("python3")]
    [InlineData("zeros", 70_000)]
    [InlineData("text", 70_000)]
    [InlineData("noise", 70_000)]
    [InlineData("far", 70_000)]
    [InlineData("mixed", 200_001)]
    [InlineData("runs", 70_000)]
    [InlineData("text", 0)]
    [InlineData("text", 1)]
    public void ZlibsLevelsAndStrategiesAreUnpacked(string kind, int length)
    {
        using var temp = new TempFolder();
        byte[] source = DeflateSamples.Make(kind, length);
        File.WriteAllBytes(temp["source"], source);
        Directory.CreateDirectory(temp["packed"]);
        new RealTool("python3").Run("-c", PackAll, temp["source"], temp["packed"]).Accepts();

        string[] files = Directory.GetFiles(temp["packed"]);
        Assert.Equal(100, files.Length);
        Assert.All(files, file =>
        {
            Assert.Equal(source, Inflated.Whole(File.ReadAllBytes(file), length));
            Assert.Equal(source, Inflated.InSteps(File.ReadAllBytes(file), new Random(length)));
        });
    }

    [Needs("libdeflate-gzip")]
    [InlineData("text")]
    [InlineData("mixed")]
    [InlineData("runs")]
    public void LibdeflatesLevelsAreUnpacked(string kind)
    {
        using var temp = new TempFolder();
        byte[] source = DeflateSamples.Make(kind, 200_001);
        for (int level = 1; level <= 12; level++)
        {
            File.WriteAllBytes(temp["file"], source);
            new RealTool("libdeflate-gzip").Run($"-{level}", "-f", "-k", temp["file"]).Accepts();

            using var unpacker = Gzip.Unpack(File.OpenRead(temp["file.gz"]));
            Assert.Equal(source, AllOf(unpacker));
        }
    }

    [Theory]
    [MemberData(nameof(DeflateSamples.LevelsAndKinds), MemberType = typeof(DeflateSamples))]
    public void OurOwnIsUnpacked(int level, string kind)
    {
        var encoder = new DeflateEncoder(level);
        foreach (int length in DeflateSamples.Lengths)
        {
            byte[] source = DeflateSamples.Make(kind, length), packed = DeflateSamples.Pack(encoder, source);

            Assert.Equal(source, Inflated.Whole(packed, length));
        }
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void StepsOfAnyLengthMakeNoDifference()
    {
        var random = Fuzzing.Random(7);
        for (int round = 0; round < 150; round++)
        {
            byte[] source = DeflateSamples.Puzzle(random);

            Assert.Equal(source, Inflated.InSteps(PackedSomehow(source, random), random));
        }
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

    private static byte[] AllOf(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
