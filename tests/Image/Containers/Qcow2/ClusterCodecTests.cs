using Bq2.Image;

namespace Bq2.Tests.Image.Compression;

public sealed class ClusterCodecTests
{
    public static TheoryData<Qcow2Compression, int> Sizes()
    {
        var data = new TheoryData<Qcow2Compression, int>();
        foreach (var compression in Enum.GetValues<Qcow2Compression>())
        {
            foreach (int size in (int[])[512, 4096, 65536, 2 << 20])
                data.Add(compression, size);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ClustersRoundTripEvenWithBytesBehindThem(Qcow2Compression compression, int size)
    {
        using var codec = ClusterCodec.For(compression);
        byte[] cluster = Compressible(size), packed = new byte[size + 512], unpacked = new byte[size];
        int length = codec.Compress(cluster, packed.AsSpan(0, size - 1));
        packed.AsSpan(length).Fill(0xa5);

        Assert.InRange(length, 1, size - 1);
        Assert.True(codec.TryDecompress(packed, unpacked));
        Assert.Equal(cluster, unpacked);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void IncompressibleClustersAreStored(Qcow2Compression compression, int size)
    {
        using var codec = ClusterCodec.For(compression);
        byte[] noise = new byte[size];
        new Random(7).NextBytes(noise);

        Assert.Equal(0, codec.Compress(noise, new byte[size - 1]));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TruncatedDataIsNotTrusted(Qcow2Compression compression, int size)
    {
        using var codec = ClusterCodec.For(compression);
        byte[] packed = new byte[size];
        int length = codec.Compress(Compressible(size), packed.AsSpan(0, size - 1));

        Assert.False(codec.TryDecompress(packed.AsSpan(0, length / 2), new byte[size]));
        Assert.False(codec.TryDecompress([], new byte[size]));
    }

    // Text of few letters: it shrinks, but not to nothing.
    private static byte[] Compressible(int size)
    {
        var random = new Random(size);
        return [.. Enumerable.Range(0, size).Select(_ => (byte)('a' + random.Next(4)))];
    }
}
