using System.Buffers.Binary;
using System.Text;
using Bq2.Image;
using SharpCompress.Compressors;
using SharpCompress.Compressors.Deflate;
using SharpCompress.Compressors.ZStandard;

namespace Bq2.Tests.Image.Compression;

/// <summary>SharpCompress, whose deflate is another's port of zlib, reads what ours wrote, and we read what it wrote.</summary>
public sealed class SharpCompressTests
{
    private const int Cluster = 65536;

    public static TheoryData<int> Levels() => new(Enumerable.Range(1, 9));

    [Theory]
    [MemberData(nameof(Levels))]
    public void ItReadsOurStreams(int level)
    {
        byte[] source = Source(200_001);
        byte[] packed = Deflated(level, source);

        Assert.Equal(source, ReadToEnd(new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress)));
        Assert.Equal(source, ReadToEnd(new GZipStream(new MemoryStream(Gzipped(level, source)), CompressionMode.Decompress)));
        Assert.Equal(source, ReadToEnd(new ZlibStream(new MemoryStream(Zlib(packed, source)), CompressionMode.Decompress)));
    }

    /// <summary>A byte of the sum at the end, which ours alone wrote, and one in the middle.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(60_000)]
    public void TheJudgeObjectsToASpoiledByte(int fromEnd)
    {
        byte[] source = Source(200_001);
        byte[] member = Gzipped(6, source);
        member[^fromEnd] ^= 0x10;

        Assert.ThrowsAny<Exception>(() => ReadToEnd(new GZipStream(new MemoryStream(member), CompressionMode.Decompress)));
    }

    [Theory]
    [InlineData(CompressionLevel.BestSpeed)]
    [InlineData(CompressionLevel.Default)]
    [InlineData(CompressionLevel.BestCompression)]
    [InlineData(CompressionLevel.None)]
    public void WeReadItsDeflate(CompressionLevel level)
    {
        byte[] source = Source(Cluster);
        var packed = new MemoryStream();
        using (var packer = new DeflateStream(packed, CompressionMode.Compress, level))
            packer.Write(source);

        Assert.Equal(source, Unpacked(Qcow2Compression.Zlib, packed.ToArray()));
    }

    [Theory]
    [InlineData(CompressionLevel.BestSpeed)]
    [InlineData(CompressionLevel.BestCompression)]
    public void WeReadItsGzip(CompressionLevel level)
    {
        byte[] source = Source(200_001);
        var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionMode.Compress, level, Encoding.ASCII) { FileName = "a.bin", Comment = "b" })
            packer.Write(source);

        Assert.Equal(source, ReadToEnd(Gzip.Unpack(new MemoryStream(packed.ToArray()))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    public void WeReadItsZstd(int level)
    {
        byte[] source = Source(Cluster);
        var packed = new MemoryStream();
        using (var packer = new CompressionStream(packed, level))
            packer.Write(source);

        Assert.Equal(source, Unpacked(Qcow2Compression.Zstd, packed.ToArray()));
    }

    [Fact]
    public void ItReadsOurZstd()
    {
        byte[] source = Source(Cluster), packed = new byte[Cluster];
        using var codec = ClusterCodec.For(Qcow2Compression.Zstd);
        int length = codec.Compress(source, packed);

        Assert.Equal(source, ReadToEnd(new DecompressionStream(new MemoryStream(packed, 0, length))));
    }

    private static byte[] Deflated(int level, byte[] source)
    {
        byte[] into = new byte[DeflateEncoder.MaxLength(source.Length)];
        return into[..new DeflateEncoder(level).Encode(source, into)];
    }

    private static byte[] Gzipped(int level, byte[] source)
    {
        var packed = new MemoryStream();
        using (var packer = Gzip.Pack(packed, level))
            packer.Write(source);
        return packed.ToArray();
    }

    private static byte[] Zlib(byte[] packed, byte[] source)
    {
        byte[] sum = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Adler32.Append(Adler32.Start, source));
        return [0x78, 0x9c, .. packed, .. sum];
    }

    private static byte[] Unpacked(Qcow2Compression compression, byte[] packed)
    {
        byte[] cluster = new byte[Cluster];
        using var codec = ClusterCodec.For(compression);
        Assert.True(codec.TryDecompress(packed, cluster));
        return cluster;
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using var owned = stream;
        var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    // Text, noise and zeros by turns.
    private static byte[] Source(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(
            i => (byte)(i % 9000 < 4000 ? 'a' + random.Next(6) : i % 9000 < 6000 ? random.Next(256) : 0))];
    }
}
