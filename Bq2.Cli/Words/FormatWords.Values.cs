using System.Numerics;
using Bq2.Image;

namespace Bq2.Cli;

internal sealed partial class FormatWords
{
    private bool IsOn(string key) => Choose(key, "off") switch
    {
        "on" => true,
        "off" => false,
        var text => throw new UsageException($"{key} is '{text}': expected on or off"),
    };

    private int ClusterSize()
    {
        if (!_values.TryGetValue("cluster_size", out string? text))
            return new Qcow2Options().ClusterSize;
        if (Bytes.Parse(text) is { } size and >= 512 and <= 2 << 20 && BitOperations.IsPow2(size))
            return (int)size;
        throw new UsageException($"cluster_size is '{text}': expected a power of two from 512 to 2M");
    }

    private int Version() => Choose("compat", "1.1") switch
    {
        "0.10" or "v2" => 2,
        "1.1" or "v3" => 3,
        var text => throw new UsageException($"compat is '{text}': expected 0.10 or v2, 1.1 or v3"),
    };

    private Qcow2Compression? Compression() => Choose("compression_type", "") switch
    {
        "" => null,
        "zlib" or "deflate" => Qcow2Compression.Zlib,
        "zstd" => Qcow2Compression.Zstd,
        var text => throw new UsageException($"compression_type is '{text}': expected zlib or zstd"),
    };

    private Preallocation Preallocation() => Choose("preallocation", "off") switch
    {
        "off" => Image.Preallocation.Off,
        "metadata" => Image.Preallocation.Metadata,
        "falloc" => Image.Preallocation.Falloc,
        "full" => Image.Preallocation.Full,
        var text => throw new UsageException($"preallocation is '{text}': expected off, metadata, falloc or full"),
    };

    private string Choose(string key, string otherwise) => _values.GetValueOrDefault(key, otherwise);
}
