using BenchmarkDotNet.Attributes;
using Bq2.Image;
using SharpCompress.Compressors.ZStandard;

namespace Bq2.Bench.Peers;

/// <summary>
/// What do our calls of ZstdSharp cost, a cluster after the other, beside its own Compressor and Decompressor, and the streams of
/// SharpCompress, which has a copy of the same port? All at level 3. <see cref="CopyBytes"/> is the floor: the same clusters, copied.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class ZstdBench : IDisposable
{
    private const int Level = 3;

    private readonly byte[][] _clusters = Samples.Clusters();
    private readonly ClusterCodec _codec = ClusterCodec.For(Qcow2Compression.Zstd);
    private readonly ZstdSharp.Compressor _packer = new(Level);
    private readonly ZstdSharp.Decompressor _unpacker = new();
    private readonly byte[] _into = new byte[2 * Samples.ClusterLength];

    private byte[][] _packed = [];

    [GlobalSetup]
    public void PackOnce() => _packed = [.. _clusters.Select(cluster => _into[.._codec.Compress(cluster, _into)])];

    [GlobalCleanup]
    public void Dispose()
    {
        _codec.Dispose();
        _packer.Dispose();
        _unpacker.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public long CopyBytes()
    {
        foreach (byte[] cluster in _clusters)
            cluster.CopyTo(_into, 0);
        return _into[0];
    }

    [Benchmark]
    public long Pack() => _clusters.Sum(cluster => (long)_codec.Compress(cluster, _into));

    [Benchmark]
    public long ZstdSharpPack() => _clusters.Sum(cluster => (long)_packer.Wrap(cluster, _into));

    [Benchmark]
    public long SharpCompressPack()
    {
        long length = 0;
        foreach (byte[] cluster in _clusters)
        {
            var into = new CountingStream(_into);
            using (var packer = new CompressionStream(into, Level))
                packer.Write(cluster);
            length += into.Length;
        }

        return length;
    }

    [Benchmark]
    public bool Unpack() => _packed.All(packed => _codec.TryDecompress(packed, _into.AsSpan(0, Samples.ClusterLength)));

    [Benchmark]
    public bool ZstdSharpUnpack() => _packed.All(packed => _unpacker.Unwrap(packed, _into) == Samples.ClusterLength);

    [Benchmark]
    public bool SharpCompressUnpack()
    {
        foreach (byte[] packed in _packed)
        {
            using var unpacker = new DecompressionStream(new MemoryStream(packed));
            unpacker.ReadExactly(_into, 0, Samples.ClusterLength);
        }

        return true;
    }
}
