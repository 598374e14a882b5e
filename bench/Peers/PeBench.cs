using BenchmarkDotNet.Attributes;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using LibObjectFile.PE;
using PeerImage = LibObjectFile.PE.PEFile;

namespace Bq2.Bench.Peers;

/// <summary>
/// What does it cost to read an image to its last base relocation, and to take it apart and put it together again? The peer is
/// LibObjectFile, which makes objects of what it reads, where we look at it in place. <see cref="CopyImage"/> is the floor: the
/// image's bytes, copied once.
/// </summary>
[MemoryDiagnoser, ShortRunJob]
public class PeBench
{
    private byte[] _image = [];

    [Params(100, 10_000)]
    public int Functions { get; set; }

    [GlobalSetup]
    public void MakeImage() =>
        _image = EfiLinker.Link([CoffObject.Read("bench.obj", new LinkBench { Functions = Functions }.MadeObject())]).Image!;

    [Benchmark(Baseline = true)]
    public byte[] CopyImage() => [.. _image];

    [Benchmark]
    public long Read()
    {
        var image = PeImage.Read("bench.efi", _image);
        long sum = 0;
        foreach (var section in image.Sections)
            sum += section.VirtualAddress;
        foreach (var block in image.BaseRelocationBlocks())
        {
            for (int i = 0; i < block.Count; i++)
                sum += block[i].Address;
        }

        return sum;
    }

    [Benchmark]
    public long LibObjectFileRead()
    {
        // Sections stay where they are, as ours do.
        var image = PeerImage.Read(new MemoryStream(_image), new() { UseSubStream = true });
        long sum = 0;
        foreach (var section in image.Sections)
            sum += section.RVA;
        foreach (var data in image.Directories.BaseRelocation!.Content)
        {
            var block = (PEBaseRelocationBlock)data;
            foreach (var entry in block.Relocations)
                sum += block.GetRVA(entry);
        }

        return sum;
    }

    [Benchmark]
    public byte[] Rewrite() => new PeParts(PeImage.Read("bench.efi", _image)).ToBytes();

    [Benchmark]
    public byte[] LibObjectFileRewrite()
    {
        var written = new MemoryStream(_image.Length);
        PeerImage.Read(new MemoryStream(_image)).Write(written);
        return written.GetBuffer();
    }
}
