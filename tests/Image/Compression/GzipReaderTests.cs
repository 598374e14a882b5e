using System.IO.Compression;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>Gzip files of others are whole to us, and nothing that is not whole passes.</summary>
public sealed class GzipReaderTests
{
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
    public void EveryByteOfHeaderAndTrailerMatters()
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
    public void ZlibAndBareStreamsAreRead()
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
