using BenchmarkDotNet.Attributes;
using Bq2.Image;

namespace Bq2.Bench;

/// <summary>
/// What does it cost to plan a volume, before a byte of a file is read? <see cref="CopyNames"/> is the floor: the same names
/// sorted once. With names that begin alike the time per file must not grow.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class FatBench
{
    private string[] _names = [];
    private Tree _tree = new();

    [Params(100, 10_000)]
    public int Files { get; set; }

    [Params(false, true)]
    public bool SamePrefix { get; set; }

    [GlobalSetup]
    public void MakeTree()
    {
        string prefix = SamePrefix ? "the same beginning of every name, then a number " : "";
        _names = [.. Enumerable.Range(0, Files).Select(i => $"{prefix}{i:d5}{(SamePrefix ? "" : " is a long name too")}.txt")];
        _tree = new();
        foreach (string name in _names)
            _tree.AddFile(name, Content.FromBytes("short"u8.ToArray()));
    }

    [Benchmark(Baseline = true)]
    public string[] CopyNames() => [.. _names.Order(StringComparer.Ordinal)];

    [Benchmark]
    public Regions Plan() => FatVolume.Plan(_tree, new());
}
