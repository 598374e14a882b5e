using BenchmarkDotNet.Attributes;
using Bq2.Image;
using SharpCompress.Compressors;
using PeerLevel = SharpCompress.Compressors.Deflate.CompressionLevel;
using PeerStream = SharpCompress.Compressors.Deflate.GZipStream;

namespace Bq2.Bench.Peers;

/// <summary>
/// What does a gzip stream cost beside SharpCompress, both ways, at the same level? <see cref="CopyBytes"/> is the floor: the same
/// bytes, copied. How ours does beside .NET's, which is not C#, is what DeflateBench asks.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class GzipBench
{
    private readonly byte[] _source = [.. Samples.Clusters().SelectMany(cluster => cluster)];

    private byte[] _into = [];
    private byte[] _packed = [];

    [Params(1, 6, 9)]
    public int Level { get; set; }

    [GlobalSetup]
    public void PackOnce()
    {
        _into = new byte[2 * _source.Length];
        _packed = _into[..(int)Pack()];
    }

    [Benchmark(Baseline = true)]
    public long CopyBytes()
    {
        _source.CopyTo(_into, 0);
        return _source.Length;
    }

    [Benchmark]
    public long Pack() => PackedBy(into => Gzip.Pack(into, Level));

    [Benchmark]
    public long SharpCompressPack() => PackedBy(
        into => new PeerStream(into, CompressionMode.Compress, (PeerLevel)Level, System.Text.Encoding.ASCII));

    [Benchmark]
    public long Unpack() => Unpacked(Gzip.Unpack(new MemoryStream(_packed)));

    [Benchmark]
    public long SharpCompressUnpack() => Unpacked(new PeerStream(new MemoryStream(_packed), CompressionMode.Decompress));

    private long PackedBy(Func<Stream, Stream> packer)
    {
        var into = new CountingStream(_into);
        using (var stream = packer(into))
            stream.Write(_source);
        return into.Length;
    }

    private long Unpacked(Stream unpacker)
    {
        using (unpacker)
            return unpacker.ReadAtLeast(_into, _into.Length, throwOnEndOfStream: false);
    }
}
