using System.IO.Compression;
using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

/// <summary>What our deflate packs is unpacked by others, and depends on the source and the level alone.</summary>
public sealed class DeflateEncoderTests
{
    private const int Level3 = 3;

    [Theory]
    [MemberData(nameof(DeflateSamples.LevelsAndKinds), MemberType = typeof(DeflateSamples))]
    public void ZlibUnpacksWhatWasPacked(int level, string kind)
    {
        var encoder = new DeflateEncoder(level);
        foreach (int length in DeflateSamples.Lengths)
        {
            byte[] source = DeflateSamples.Make(kind, length);

            Assert.Equal(source, Unpack(DeflateSamples.Pack(encoder, source), length));
        }
    }

    [Theory]
    [MemberData(nameof(DeflateSamples.LevelsAndKinds), MemberType = typeof(DeflateSamples))]
    public void NothingOfTheLastSourceIsLeft(int level, string kind)
    {
        byte[] source = DeflateSamples.Make(kind, 70_000);
        byte[] fresh = DeflateSamples.Pack(new(level), source);
        var used = new DeflateEncoder(level);
        DeflateSamples.Pack(used, DeflateSamples.Make("mixed", 200_001));

        Assert.Equal(fresh, DeflateSamples.Pack(used, source));
    }

    [Theory]
    [MemberData(nameof(DeflateSamples.LevelsAndKinds), MemberType = typeof(DeflateSamples))]
    public void TheOutputIsNoLongerThanStoredBlocks(int level, string kind)
    {
        foreach (int length in DeflateSamples.Lengths)
            Assert.InRange(DeflateSamples.Pack(new(level), DeflateSamples.Make(kind, length)).Length, 2, length + 5 * (length / 65535 + 4));
    }

    /// <summary>zlib's own level 3, which .NET has, and which was used here before.</summary>
    [Fact]
    public void TheFastLevelsAreNoLargerThanZlibsOnFilesOfThisMachine()
    {
        long ours = 0, zlibs = 0;
        var encoder = new DeflateEncoder(Level3);
        foreach (byte[] piece in Pieces())
        {
            ours += DeflateSamples.Pack(encoder, piece).Length;
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
        byte[] member = Member(DeflateSamples.Pack(new(level), source), source);
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
            byte[] source = DeflateSamples.Puzzle(random);

            Assert.Equal(source, Unpack(DeflateSamples.Pack(new(random.Next(1, 10)), source), source.Length));
        }
    }

    /// <summary>Parts that refer to what stands before them, each packed by itself, are one stream when they are joined.</summary>
    [Theory]
    [MemberData(nameof(DeflateSamples.LevelsAndKinds), MemberType = typeof(DeflateSamples))]
    public void PartsAreJoined(int level, string kind)
    {
        byte[] source = DeflateSamples.Make(kind, 200_001), into = new byte[DeflateEncoder.MaxLength(source.Length)];
        int[] ends = [0, 1, 40_000, 40_001, 105_536, 200_001];
        var encoder = new DeflateEncoder(level);
        int length = 0;
        foreach (var (start, end) in ends.Zip(ends.Skip(1)))
        {
            int known = Math.Min(start, DeflateFormat.WindowSize);
            length += encoder.Encode(source.AsSpan(start - known, known + end - start), known, into.AsSpan(length), end == source.Length);
        }

        Assert.Equal(source, Unpack(into[..length], source.Length));
    }

    /// <summary>Where the room is one byte short of what might be needed, that is said, and nothing is written behind it.</summary>
    [Fact]
    public void TooLittleRoomIsRefused()
    {
        byte[] noise = DeflateSamples.Make("noise", 65536), into = new byte[70_000];

        Assert.ThrowsAny<ArgumentException>(() => new DeflateEncoder(2).Encode(noise, into.AsSpan(0, 60_000)));
        Assert.False(into.AsSpan(60_000).ContainsAnyExcept((byte)0));
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

    /// <summary>Our own assemblies and sources, as clusters of a disk would hold them.</summary>
    private static IEnumerable<byte[]> Pieces() =>
        Directory.GetFiles(AppContext.BaseDirectory,
            "*.dll").Order(StringComparer.Ordinal).Take(12).Select(File.ReadAllBytes).SelectMany(file => file.Chunk(65536));
}
