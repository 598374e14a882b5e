using System.IO.Compression;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>Gzip files of ours are whole to everyone, those of others to us; and nothing that is not whole passes.</summary>
public sealed class GzipTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("gzip libdeflate-gunzip 7z python3")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void EveryoneUnpacksIt(int level)
    {
        byte[] packed = Pack(DeflateSamples.Make("mixed", 700_001), level);
        File.WriteAllBytes(_temp["whole.gz"], packed);
        packed[packed.Length / 2] ^= 0x10;
        File.WriteAllBytes(_temp["spoiled.gz"], packed);

        foreach (var (program, word) in ((string, string)[])[("gzip", "-t"), ("libdeflate-gunzip", "-t"), ("7z", "t")])
        {
            new RealTool(program).Run(word, _temp["whole.gz"]).Accepts();
            new RealTool(program).Run(word, _temp["spoiled.gz"]).Objects();
        }

        const string Read = "import gzip, sys; gzip.open(sys.argv[1]).read()";
        new RealTool("python3").Run("-c", Read, _temp["whole.gz"]).Accepts();
        new RealTool("python3").Run("-c", Read, _temp["spoiled.gz"]).Objects();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(GzipBlock.PartLength - 1)]
    [InlineData(GzipBlock.PartLength)]
    [InlineData(GzipBlock.PartLength + 1)]
    [InlineData(4 * GzipBlock.PartLength)]
    [InlineData(9 * GzipBlock.PartLength + 77)]
    public void TheNumberOfCoresAndTheLengthsOfWritesMakeNoDifference(int length)
    {
        byte[] source = DeflateSamples.Make("mixed", length), first = Pack(source, 3, 1);
        using var unpacker = new GZipStream(new MemoryStream(first), CompressionMode.Decompress);

        Assert.Equal(source, AllOf(unpacker));
        Assert.Equal(source, AllOf(Gzip.Unpack(new MemoryStream(first))));
        Assert.Equal(first, Pack(source, 3, 2));
        Assert.Equal(first, Pack(source, 3, 40, 1000));
    }

    [Fact]
    public void MatchesReachIntoThePartBefore()
    {
        byte[] noise = DeflateSamples.Make("noise", 30_000);
        byte[] source = [.. new byte[GzipBlock.PartLength - noise.Length], .. noise, .. noise];

        Assert.InRange(Pack(source, 2).Length, noise.Length, noise.Length + 2000);
    }

    [Fact]
    public void MembersAndHeaderFieldsAreRead()
    {
        byte[] whole = Pack([1, 2, 3], 6);
        byte[] head = [0x1f, 0x8b, 8, 0x1e, 1, 2, 3, 4, 2, 3, 2, 0, 77, 78, .. "name\0"u8, .. "comment\0"u8];
        byte[] sum = BitConverter.GetBytes((ushort)Crc32.Of(head));
        byte[] rich = [.. head, .. sum, .. whole[10..]];

        Assert.Equal((byte[])[1, 2, 3, 1, 2, 3, 1, 2, 3], Unpack([.. whole, .. rich, .. whole]));
        Assert.Equal((byte[])[1, 2, 3], Unpack([.. rich, .. new byte[1024]]));
        rich[head.Length] ^= 1;
        Assert.Equal("IMG066", CodeOf(rich));
    }

    [Fact]
    public void EveryByteOfTheEndsMatters()
    {
        byte[] whole = Pack(DeflateSamples.Make("text", 5000), 6);
        for (int i = 1; i <= 8; i++)
            Assert.Equal("IMG066", CodeOf(Changed(whole, whole.Length - i)));
        foreach (int i in (int[])[0, 1, 2])
            Assert.Equal("IMG064", CodeOf(Changed(whole, i)));
        foreach (int length in (int[])[0, 1, 9, 10, 11, whole.Length / 2, whole.Length - 8, whole.Length - 1])
            Assert.Equal("IMG067", CodeOf(whole[..length]));
        Assert.Equal("IMG064", CodeOf([.. whole, .. "garbage after it"u8]));
        Assert.Equal("IMG064", CodeOf([.. whole, 0, 0, 7]));
        Assert.Equal("IMG065", CodeOf([.. whole[..10], 7, .. whole[11..]]));
    }

    [Fact]
    public void ZlibsAndBareStreamsAreRead()
    {
        byte[] source = DeflateSamples.Make("mixed", 200_001);
        using var zlib = new MemoryStream();
        using (var packer = new ZLibStream(zlib, CompressionLevel.Optimal, leaveOpen: true))
            packer.Write(source);
        byte[] packed = zlib.ToArray();

        Assert.Equal(source, AllOf(new InflateStream(new(new MemoryStream(packed)), DeflateFraming.Zlib)));
        Assert.Equal(source, AllOf(new InflateStream(new(new MemoryStream(packed[2..])), DeflateFraming.Raw)));
        foreach (var (at, code) in ((int, string)[])[(0, "IMG064"), (1, "IMG064"), (packed.Length - 1, "IMG066")])
        {
            var bad = new InflateStream(new(new MemoryStream(Changed(packed, at))), DeflateFraming.Zlib);
            Assert.Equal(code, Assert.Throws<FaultException>(() => AllOf(bad)).Fault.Code);
        }
    }

    /// <summary>Beyond 4 GiB the length that is stated begins again at zero; and neither side keeps more than a part.</summary>
    [Needs("gzip")]
    [InlineData((4L << 30) + 12_345)]
    public void AFileOfMoreThanFourGiB(long length)
    {
        byte[] zeros = new byte[1 << 20];
        using (var file = File.Create(_temp["large.gz"]))
        {
            using var packer = Gzip.Pack(file, 1);
            for (long left = length; left > 0; left -= zeros.Length)
                packer.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
        }

        Assert.Equal(12_345u, BitConverter.ToUInt32(File.ReadAllBytes(_temp["large.gz"]).AsSpan(^4..)));
        using var unpacker = Gzip.Unpack(File.OpenRead(_temp["large.gz"]));
        long unpacked = 0;
        for (int read; (read = unpacker.Read(zeros)) > 0;)
            unpacked += read;
        Assert.Equal(length, unpacked);
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void SpoiledFilesAreFaultsAndNothingElse()
    {
        var random = Fuzzing.Random(12);
        byte[] good = [.. Pack(DeflateSamples.Make("mixed", 20_000), 6), .. Pack(DeflateSamples.Puzzle(random), 1)];
        int faults = 0;
        for (int round = 0; round < 1000; round++)
        {
            byte[] bad = Fuzzing.Spoil(good, random);
            try
            {
                Unpack(bad);
            }
            catch (FaultException)
            {
                faults++;
            }
        }

        Assert.InRange(faults, 500, 1000);
    }

    public void Dispose() => _temp.Dispose();

    private static byte[] Pack(byte[] source, int level, int cores = 3, int step = int.MaxValue)
    {
        using var packed = new MemoryStream();
        using (var packer = new GzipWriter(packed, level, cores))
        {
            for (int at = 0; at < source.Length; at += step)
            {
                packer.Write(source, at, Math.Min(step, source.Length - at));
                if (step > source.Length)
                    break;
            }
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed) => AllOf(Gzip.Unpack(new MemoryStream(packed)));

    private static string CodeOf(byte[] packed) => Assert.Throws<FaultException>(() => Unpack(packed)).Fault.Code;

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 0x40;
        return changed;
    }

    private static byte[] AllOf(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
