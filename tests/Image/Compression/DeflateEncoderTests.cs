using System.IO.Compression;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>What our deflate packs is unpacked by others, and depends on the source and the level alone.</summary>
public sealed class DeflateEncoderTests
{
    private const int Level3 = 3;

    // About the lengths of a match, a block of the search, a stretch, and the window.
    private static readonly int[] s_lengths = [0,
        1, 3, 4, 11, 12, 13, 257, 258, 259, 4095, 4096, 4097, 32768, 32769, 65535, 65536, 65537, 200_001];

    public static TheoryData<int, string> LevelsAndKinds()
    {
        var data = new TheoryData<int, string>();
        for (int level = 1; level <= 9; level++)
        {
            foreach (string kind in (string[])["zeros", "text", "noise", "far", "mixed", "runs"])
                data.Add(level, kind);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LevelsAndKinds))]
    public void ZlibUnpacksWhatWasPacked(int level, string kind)
    {
        var encoder = new DeflateEncoder(level);
        foreach (int length in s_lengths)
        {
            byte[] source = Make(kind, length);

            Assert.Equal(source, Unpack(Pack(encoder, source), length));
        }
    }

    [Theory]
    [MemberData(nameof(LevelsAndKinds))]
    public void NothingOfTheLastSourceIsLeft(int level, string kind)
    {
        byte[] source = Make(kind, 70_000);
        byte[] fresh = Pack(new(level), source);
        var used = new DeflateEncoder(level);
        Pack(used, Make("mixed", 200_001));

        Assert.Equal(fresh, Pack(used, source));
    }

    [Theory]
    [MemberData(nameof(LevelsAndKinds))]
    public void WhatDoesNotShrinkIsStored(int level, string kind)
    {
        foreach (int length in s_lengths)
            Assert.InRange(Pack(new(level), Make(kind, length)).Length, 2, length + 5 * (length / 65535 + 4));
    }

    /// <summary>zlib's own level 3, which .NET has, and which was used here before.</summary>
    [Fact]
    public void TheFastLevelsAreNoLargerThanZlibsOnFilesOfThisMachine()
    {
        long ours = 0, zlibs = 0;
        var encoder = new DeflateEncoder(Level3);
        foreach (byte[] piece in Pieces())
        {
            ours += Pack(encoder, piece).Length;
            using var packed = new MemoryStream();
            using (var packer = new DeflateStream(packed, new ZLibCompressionOptions { CompressionLevel = Level3 }, leaveOpen: true))
                packer.Write(piece);
            zlibs += packed.Length;
        }

        Assert.InRange(ours, zlibs / 2, zlibs);
    }

    [Needs("gzip libdeflate-gunzip 7z")]
    [InlineData("gzip", "-t", 1)]
    [InlineData("gzip", "-t", 9)]
    [InlineData("libdeflate-gunzip", "-t", 1)]
    [InlineData("libdeflate-gunzip", "-t", 9)]
    [InlineData("7z", "t", 1)]
    [InlineData("7z", "t", 9)]
    public void ProgramsOfOthersUnpackIt(string program, string word, int level)
    {
        using var temp = new TempFolder();
        var judge = new RealTool(program);
        byte[] source = [.. Pieces().SelectMany(piece => piece)];
        byte[] member = Member(Pack(new(level), source), source);
        File.WriteAllBytes(temp["whole.gz"], member);
        member[member.Length / 2] ^= 0x10;
        File.WriteAllBytes(temp["spoiled.gz"], member);

        judge.Run(word, temp["whole.gz"]).Accepts();
        judge.Run(word, temp["spoiled.gz"]).Objects();
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void AnySourceComesBack()
    {
        var random = Fuzzing.Random(40);
        for (int i = 0; i < 60; i++)
        {
            byte[] source = Puzzle(random);

            Assert.Equal(source, Unpack(Pack(new(random.Next(1, 10)), source), source.Length));
        }
    }

    private static byte[] Pack(DeflateEncoder encoder, byte[] source)
    {
        var into = new byte[DeflateEncoder.MaxLength(source.Length)];
        return into[..encoder.Encode(source, into)];
    }

    private static byte[] Unpack(byte[] packed, int length)
    {
        using var unpacker = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        var unpacked = new byte[length];
        unpacker.ReadExactly(unpacked);
        Assert.Equal(-1, unpacker.ReadByte());
        return unpacked;
    }

    private static byte[] Member(byte[] packed, byte[] source) =>
    [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, .. packed,
        .. BitConverter.GetBytes(Bq2.Efi.Binary.Crc32.Of(source)), .. BitConverter.GetBytes(source.Length),
    ];

    private static byte[] Make(string kind, int length)
    {
        var random = new Random(length);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = kind switch
            {
                "zeros" => 0,
                "text" => (byte)('a' + random.Next(4)),
                "noise" => (byte)random.Next(256),
                // The window's last byte, and the first behind it.
                "far" => i < 32_767 ? (byte)random.Next(256) : bytes[i - 32_767 - (i >> 15 & 1)],
                "runs" => (byte)(i / (1 + i % 700)),
                _ => i % 9000 < 3000 ? (byte)(i >> 4) : i % 9000 < 6000 ? (byte)random.Next(256) : (byte)('0' + random.Next(10)),
            };
        }

        return bytes;
    }

    // Copies of what stood before, at any distance and of any length, between bytes that are new.
    private static byte[] Puzzle(Random random)
    {
        var bytes = new List<byte>();
        int length = random.Next(1 << random.Next(1, 18)), letters = random.Next(1, 257);
        while (bytes.Count < length)
        {
            if (bytes.Count > 0 && random.Next(3) > 0)
            {
                int from = bytes.Count - random.Next(1, Math.Min(bytes.Count, 40_000) + 1);
                for (int i = random.Next(1, 400); i > 0; i--)
                    bytes.Add(bytes[from++]);
            }
            else
            {
                for (int i = random.Next(1, 60); i > 0; i--)
                    bytes.Add((byte)random.Next(letters));
            }
        }

        return [.. bytes];
    }

    /// <summary>Our own assemblies and sources, as clusters of a disk would hold them.</summary>
    private static IEnumerable<byte[]> Pieces() =>
        Directory.GetFiles(AppContext.BaseDirectory,
            "*.dll").Order(StringComparer.Ordinal).Take(12).Select(File.ReadAllBytes).SelectMany(file => file.Chunk(65536));
}
