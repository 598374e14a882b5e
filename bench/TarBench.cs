using System.Formats.Tar;
using BenchmarkDotNet.Attributes;
using Bq2.Image;
using SharpCompress.Common;
using SharpCompress.Writers.Tar;
using NetReader = System.Formats.Tar.TarReader;

namespace Bq2.Bench;

/// <summary>
/// What does a tar archive of small files cost beside .NET's and SharpCompress's, in memory? <see cref="CopyBytes"/> is the floor: the same
/// bytes, without headers. Ours plans, then writes with several threads; of the readers ours makes a tree, the others list.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class TarBench : IDisposable
{
    private const int FileLength = 4000;

    private byte[][] _files = [];
    private byte[] _archive = [];
    private MemoryStream _into = new();

    [Params(1000, 10_000)]
    public int Files { get; set; }

    [GlobalSetup]
    public void MakeFiles()
    {
        var random = new Random(1);
        _files = [.. Enumerable.Range(0, Files).Select(_ => new byte[FileLength])];
        Array.ForEach(_files, random.NextBytes);
        _into = new MemoryStream(Files * 5120 + (1 << 20));
        Write();
        _archive = _into.ToArray();
    }

    [Benchmark(Baseline = true)]
    public long CopyBytes()
    {
        _into.SetLength(0);
        Array.ForEach(_files, bytes => _into.Write(bytes));
        return _into.Length;
    }

    [Benchmark]
    public long Write()
    {
        _into.SetLength(0);
        var tree = new Tree();
        for (int i = 0; i < Files; i++)
            tree.AddFile(Name(i), Content.FromBytes(_files[i]));
        return TarArchive.Write(_into, tree).Length;
    }

    [Benchmark]
    public long NetWrite()
    {
        _into.SetLength(0);
        using var writer = new System.Formats.Tar.TarWriter(_into, TarEntryFormat.Ustar, leaveOpen: true);
        for (int i = 0; i < Files; i++)
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Name(i)) { DataStream = new MemoryStream(_files[i]) });
        return _into.Length;
    }

    [Benchmark]
    public long SharpCompressWrite()
    {
        _into.SetLength(0);
        using var writer = new SharpCompress.Writers.Tar.TarWriter(
            _into, new TarWriterOptions(CompressionType.None, finalizeArchiveOnClose: true) { LeaveStreamOpen = true });
        for (int i = 0; i < Files; i++)
            writer.Write(Name(i), new MemoryStream(_files[i]), DateTime.UnixEpoch, FileLength);
        return _into.Length;
    }

    [Benchmark]
    public int Read() => Tree.FromTar(Source.FromBytes(_archive)).Walk().Count();

    [Benchmark]
    public int NetRead()
    {
        using var reader = new NetReader(new MemoryStream(_archive));
        int count = 0;
        while (reader.GetNextEntry() is not null)
            count++;
        return count;
    }

    public void Dispose()
    {
        _into.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Name(int number) => $"usr/share/{number % 100:d2}/file-{number:d6}.txt";
}
