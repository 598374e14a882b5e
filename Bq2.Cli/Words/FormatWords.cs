using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>The format options of an image after -o: key=value, separated by commas, as in qemu-img.</summary>
internal sealed partial class FormatWords
{
    // The keys, with values worth offering.
    private static readonly Dictionary<string, string[]> s_known = new()
    {
        ["cluster_size"] = ["64k", "2M"],
        ["compat"] = ["0.10", "1.1"],
        ["compression_type"] = ["zlib", "zstd"],
        ["data_file"] = [],
        ["data_file_raw"] = ["off", "on"],
        ["extended_l2"] = ["off", "on"],
        ["lazy_refcounts"] = ["off", "on"],
        ["preallocation"] = ["off", "metadata", "falloc", "full"],
        ["refcount_bits"] = ["16"],
    };

    // qemu-img's other options, and why they are not supported.
    private static readonly Dictionary<string, string> s_refused = new()
    {
        ["backing_file"] = "create -b BACKING -F FMT says it",
        ["backing_fmt"] = "create -b BACKING -F FMT says it",
        ["encryption"] = "encrypted images cannot be made",
        ["extent_size_hint"] = "the file system decides",
        ["nocow"] = "use chattr +C on the folder",
        ["size"] = "the size is an argument",
    };

    private static readonly string[] s_keys = [.. s_known.Keys];

    private readonly Dictionary<string, string> _values = [];

    private FormatWords(IEnumerable<string> lists)
    {
        foreach (string word in lists.SelectMany(Split))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? word : word[..equals];
            if (s_refused.GetValueOrDefault(key) is { } reason
                || (key.StartsWith("encrypt.", StringComparison.Ordinal) && (reason = s_refused["encryption"]) is not null))
                throw new UsageException($"-o {key} is not supported: {reason}");
            if (!s_keys.Contains(key))
                throw new UsageException($"unknown -o option '{key}'{Near.Words(key, s_keys)}");
            if (equals < 0)
                throw new UsageException($"-o is '{word}': expected {key}=VALUE");
            _values[key] = word[(equals + 1)..];
        }
    }

    /// <summary>The words of a list. Two commas are one that belongs to a value: no argument has a NUL that could stand for it.</summary>
    private static IEnumerable<string> Split(string list) =>
        list.Replace(",,", "\0", StringComparison.Ordinal).Split(',').Select(word => word.Replace('\0', ','));

    public static Option<string[]> Option() => new Option<string[]>("-o")
    {
        HelpName = "KEY=VALUE,…",
        Description = $"Format options: {string.Join(", ", s_keys)}",
    }.Offering(Candidates);

    /// <summary>Splits the words; if a key is given twice, the last one counts.</summary>
    public static FormatWords Parse(string[]? lists) => new(lists ?? []);

    /// <summary>The options of a raw image. Messages name the option that selects another format.</summary>
    public RawOptions Raw(string formatOption)
    {
        foreach (string key in _values.Keys.Where(key => key != "preallocation"))
            throw new UsageException($"raw images do not have {key}: it needs {formatOption} qcow2");
        if (Preallocation() == Image.Preallocation.Metadata)
            throw new UsageException("preallocation is 'metadata': expected off, falloc or full for a raw image");
        return new() { Preallocation = Preallocation() };
    }

    public Qcow2Options Qcow2(bool compress)
    {
        var options = new Qcow2Options
        {
            ClusterSize = ClusterSize(),
            Version = Version(),
            Compression = compress ? Compression() ?? Qcow2Compression.Zlib : null,
            StatedCompression = Compression(),
            Preallocation = Preallocation(),
            LazyRefcounts = IsOn("lazy_refcounts"),
            ExtendedL2 = IsOn("extended_l2"),
            DataFile = _values.GetValueOrDefault("data_file"),
            IsDataFileRaw = IsOn("data_file_raw"),
        };
        RefuseUnfit(options, compress);
        return options;
    }

    private void RefuseUnfit(Qcow2Options options, bool compress)
    {
        if (Choose("refcount_bits", "16") != "16")
            throw new UsageException($"-o refcount_bits={Choose("refcount_bits", "")} is not supported: refcounts always have 16 bits");
        if (options is { Version: 2, LazyRefcounts: true })
            throw new UsageException("lazy_refcounts=on needs version 3: leave out compat=0.10");
        if (compress && options.Preallocation != Image.Preallocation.Off)
            throw new UsageException("compressed clusters cannot be preallocated: leave out -c or preallocation");
        if (options is { Version: 2, StatedCompression: Qcow2Compression.Zstd })
            throw new UsageException("compat=0.10 does not support zstd: use zlib, or compat=1.1");
        if (options is { ExtendedL2: true, Version: 2 } or { ExtendedL2: true, ClusterSize: < 16 << 10 })
            throw new UsageException("extended_l2=on needs compat=1.1 and a cluster_size of at least 16k");
        if (options is { IsDataFileRaw: true, DataFile: null })
            throw new UsageException("data_file_raw=on needs an external data file: add data_file=PATH");
        if (options is { DataFile: not null, Version: 2 })
            throw new UsageException("data_file needs version 3: leave out compat=0.10");
        if (options.DataFile is not null && compress)
            throw new UsageException("clusters in an external data file cannot be compressed: leave out -c or data_file");
    }

    /// <summary>The keys, or after a key its values, each with the text before it.</summary>
    private static IEnumerable<string> Candidates(string begun)
    {
        int comma = begun.LastIndexOf(',') + 1, equals = begun.IndexOf('=', comma);
        return equals < 0
            ? s_keys.Select(key => $"{begun[..comma]}{key}=")
            : s_known.GetValueOrDefault(begun[comma..equals], []).Select(value => begun[..(equals + 1)] + value);
    }
}
