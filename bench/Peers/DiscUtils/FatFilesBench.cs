using BenchmarkDotNet.Attributes;
using Bq2.Image;
using DiscUtils;
using DiscUtils.Fat;
using Microsoft.Win32.SafeHandles;
using FatType = Bq2.Image.FatType;

namespace Bq2.Bench.Peers.DiscUtils;

/// <summary>
/// What does it cost to put files into a new FAT16 volume of 64 MiB, beside DiscUtils, which formats one and writes them one by
/// one? <see cref="CopyBytes"/> is the floor: the files' bytes, one after the other. Only a build with -p:Peers=true has it.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class FatFilesBench
{
    private const int VolumeLength = 64 << 20;
    private const int FileLength = 8 << 10;

    private readonly string _path = Path.GetTempFileName();
    private readonly byte[] _bytes = new byte[FileLength];

    private string[] _names = [];
    private SafeFileHandle? _target;

    [Params(10, 500)]
    public int Files { get; set; }

    [GlobalSetup]
    public void MakeFiles()
    {
        new Random(1).NextBytes(_bytes);
        _names = [.. Enumerable.Range(0, Files).Select(i => $"FILE{i:d4}.BIN")];
        _target = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    [GlobalCleanup]
    public void RemoveTarget()
    {
        _target?.Dispose();
        File.Delete(_path);
    }

    [Benchmark(Baseline = true)]
    public void CopyBytes()
    {
        RandomAccess.SetLength(_target!, 0);
        for (int i = 0; i < Files; i++)
            RandomAccess.Write(_target!, _bytes, (long)i * FileLength);
    }

    [Benchmark]
    public RawSummary Write()
    {
        var tree = new Tree();
        foreach (string name in _names)
            tree.AddFile(name, Content.FromBytes(_bytes));
        return RawImage.Write(_target!, FatVolume.Plan(tree, new() { Type = FatType.Fat16, Size = VolumeLength }));
    }

    [Benchmark]
    public void DiscUtilsWrite()
    {
        using var volume = File.Open(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        volume.SetLength(VolumeLength);
        using var files = FatFileSystem.FormatPartition(
            volume, "BENCH", Geometry.FromCapacity(VolumeLength), 0, VolumeLength / 512, reservedSectors: 1);
        foreach (string name in _names)
        {
            using var file = files.OpenFile(name, FileMode.Create);
            file.Write(_bytes);
        }
    }
}
