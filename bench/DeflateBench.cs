using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Bq2.Image;

namespace Bq2.Bench;

/// <summary>
/// What does a gzip file cost, on all cores, against .NET's, which uses one? <see cref="Theirs"/> is the floor. Speed by level on one
/// thread, and how small it comes out, is what bench/Native measures.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class DeflateBench : IDisposable
{
    private readonly MemoryStream _target = new();
    private byte[] _source = [];
    private byte[] _packed = [];

    [Params(2, 6)]
    public int Level { get; set; }

    [GlobalSetup]
    public void ReadAssemblies()
    {
        var files = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Order(StringComparer.Ordinal);
        _source = [.. files.SelectMany(File.ReadAllBytes).Take(16 << 20)];
        Theirs();
        _packed = _target.ToArray();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _target.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public long Theirs()
    {
        _target.SetLength(0);
        using (var packer = new GZipStream(_target, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
            packer.Write(_source);
        return _target.Length;
    }

    [Benchmark]
    public long Ours()
    {
        _target.SetLength(0);
        using (var packer = Gzip.Pack(_target, Level))
            packer.Write(_source);
        return _target.Length;
    }

    [Benchmark]
    public void TheyUnpack()
    {
        using var unpacker = new GZipStream(new MemoryStream(_packed), CompressionMode.Decompress);
        unpacker.CopyTo(Stream.Null);
    }

    [Benchmark]
    public void WeUnpack()
    {
        using var unpacker = Gzip.Unpack(new MemoryStream(_packed));
        unpacker.CopyTo(Stream.Null);
    }
}
