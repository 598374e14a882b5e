using System.IO.Compression;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>What others packed, in every way they have, is unpacked; and where zlib objects, so do we.</summary>
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
            Assert.Equal(source, Whole(File.ReadAllBytes(file), length));
            Assert.Equal(source, InSteps(File.ReadAllBytes(file), new Random(length)));
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

            Assert.Equal(source, Whole(packed, length));
        }
    }

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
    public void WhatTheStandardSays(string hex, string expected)
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
    public void WhereZlibObjectsSoDoWe(int seed)
    {
        var random = Fuzzing.Random(seed);
        int damaged = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] source = DeflateSamples.Puzzle(random);
            byte[] packed = Fuzzing.Spoil(PackedSomehow(source, random), random);
            var (theirs, isFine) = ByDotnet(packed);
            var (ours, status) = UpTo(packed, theirs.Length + 70_000);

            damaged += isFine ? 0 : 1;
            Assert.True(isFine ? status is InflateStatus.Done or InflateStatus.NeedsSource : status != InflateStatus.Done,
                $"zlib {isFine}, we {status}: {Convert.ToHexString(packed)}");
            if (isFine)
                Assert.Equal(theirs, ours);
        }

        Assert.InRange(damaged, 100, 1499);
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void StepsOfAnyLengthMakeNoDifference()
    {
        var random = Fuzzing.Random(7);
        for (int round = 0; round < 150; round++)
        {
            byte[] source = DeflateSamples.Puzzle(random);

            Assert.Equal(source, InSteps(PackedSomehow(source, random), random));
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

    private static byte[] Whole(byte[] packed, int length)
    {
        var (bytes, status) = UpTo(packed, length);
        Assert.Equal(InflateStatus.Done, status);
        return bytes;
    }

    private static (byte[] Bytes, InflateStatus Status) UpTo(byte[] packed, int room)
    {
        var into = new byte[room];
        int at = 0;
        var status = new Inflater().Run(packed, out int used, into, ref at);
        Assert.InRange(used, 0, packed.Length);
        return (into[..at], status);
    }

    /// <summary>By a few bytes of source and of room at a time.</summary>
    private static byte[] InSteps(byte[] packed, Random random)
    {
        var inflater = new Inflater();
        byte[] into = new byte[400_000];
        int at = 0, from = 0, shown = 0;
        while (true)
        {
            var status = inflater.Run(packed.AsSpan(from, shown), out int used, into.AsSpan(0, at + random.Next(600)), ref at);
            from += used;
            shown -= used;
            if (status == InflateStatus.Done)
                return into[..at];
            Assert.NotEqual(InflateStatus.Damaged, status);
            if (status == InflateStatus.NeedsRoom)
                continue;
            Assert.True(from + shown < packed.Length, "it needs more than there is");
            shown = Math.Min(packed.Length - from, shown + random.Next(1, 300));
        }
    }

    private static byte[] AllOf(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
