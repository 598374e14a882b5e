using BenchmarkDotNet.Attributes;
using Bq2.Image;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Bench;

/// <summary>
/// What does the format cost, and what does packing? <see cref="CopyBytes"/> is the floor: the same disk as plain bytes, by
/// the same threads into the same file. Every other byte of the data is text-like, so that there is something to pack.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class Qcow2Bench
{
    private readonly string _path = Path.GetTempFileName();

    private Regions _disk = new(0);
    private SafeFileHandle? _target;

    [Params(0, 10, 100)]
    public int PercentFull { get; set; }

    [GlobalSetup]
    public void MakeDisk()
    {
        byte[] bytes = new byte[64 << 20];
        var data = bytes.AsSpan(0, bytes.Length / 100 * PercentFull);
        var random = new Random(1);
        random.NextBytes(data);
        for (int i = 0; i < data.Length; i += 2)
            data[i] = (byte)('a' + i / 2 % 26);

        _disk = new(bytes.Length);
        _disk.Add(0, Content.FromBytes(bytes));
        _target = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite);
    }

    [GlobalCleanup]
    public void RemoveTarget()
    {
        _target?.Dispose();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public RawSummary CopyBytes() => RawImage.Write(_target!, _disk, new() { Preallocation = Preallocation.Full });

    [Benchmark]
    public Qcow2Summary WriteQcow2() => Qcow2Image.Write(_target!, _disk);

    [Benchmark]
    public Qcow2Summary PackByZlib() => Qcow2Image.Write(_target!, _disk, new() { Compression = Qcow2Compression.Zlib });

    [Benchmark]
    public Qcow2Summary PackByZstd() => Qcow2Image.Write(_target!, _disk, new() { Compression = Qcow2Compression.Zstd });
}
