namespace Bq2.Bench.Peers;

/// <summary>What the benchmarks beside this file do, by turns.</summary>
internal static partial class PeerTable
{
    public static void Run(TextWriter say)
    {
        Turns.Head(say);
        foreach (var turns in Images().Concat(GzipStreams()).Concat(Zstd()))
            turns.Measure(say);
        MeasureDiscUtils(say);
    }

    /// <summary>Does nothing in a build without it: that takes -p:Peers=true.</summary>
    static partial void MeasureDiscUtils(TextWriter say);

    private static IEnumerable<Turns> Images()
    {
        foreach (int functions in (int[])[100, 10_000])
        {
            var bench = new PeBench { Functions = functions };
            bench.MakeImage();
            yield return new($"image of {functions:N0} functions: read", "LibObjectFile", bench.Read, bench.LibObjectFileRead, Copy);
            yield return new(
                $"image of {functions:N0} functions: rewrite", "LibObjectFile",
                () => bench.Rewrite().Length, () => bench.LibObjectFileRewrite().Length, Copy);

            long Copy() => bench.CopyImage().Length;
        }
    }

    private static IEnumerable<Turns> GzipStreams()
    {
        foreach (int level in (int[])[1, 6, 9])
        {
            var bench = new GzipBench { Level = level };
            bench.PackOnce();
            string work = $"gzip, level {level}";
            yield return new(work, "SharpCompress", bench.Pack, bench.SharpCompressPack, bench.CopyBytes) { IsLength = true };
            yield return new($"{work}, unpacked", "SharpCompress", bench.Unpack, bench.SharpCompressUnpack, bench.CopyBytes);
        }
    }

    private static IEnumerable<Turns> Zstd()
    {
        using var bench = new ZstdBench();
        bench.PackOnce();
        yield return new("zstd", "ZstdSharp's Compressor", bench.Pack, bench.ZstdSharpPack, bench.CopyBytes) { IsLength = true };
        yield return new("zstd", "SharpCompress", bench.Pack, bench.SharpCompressPack, bench.CopyBytes) { IsLength = true };
        yield return new(
            "zstd, unpacked", "ZstdSharp's Decompressor", () => Done(bench.Unpack()), () => Done(bench.ZstdSharpUnpack()), bench.CopyBytes);
        yield return new(
            "zstd, unpacked", "SharpCompress", () => Done(bench.Unpack()), () => Done(bench.SharpCompressUnpack()), bench.CopyBytes);

        static long Done(bool well) => well ? 1 : throw new InvalidOperationException("it did not unpack");
    }
}
