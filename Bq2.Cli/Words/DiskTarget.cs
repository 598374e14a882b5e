using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>The format to write a disk in: raw if it has raw options, else QCOW2.</summary>
internal sealed record DiskTarget(RawOptions? Raw, Qcow2Options Qcow2)
{
    public string Format => Raw is null ? "qcow2" : "raw";

    /// <summary>
    /// Adds the options for the format, as in qemu-img; returns a function that reads them, given the default format. Commands whose -o
    /// is the output have no -o for format options.
    /// </summary>
    public static Func<ParseResult, string, DiskTarget> AddTo(Command command, string usual, bool hasWords = true)
    {
        var format = Options.Choice("-O", $"The format to write ({usual} when not given)", "raw", "qcow2");
        var compress = new Option<bool>("-c") { Description = "Compress the clusters of a QCOW2 image" };
        var words = FormatWords.Option();
        var sync = new Option<bool>("--sync") { Description = "Sync the output to the disk" };
        foreach (Option option in (Option[])[format, compress, .. hasWords ? [words] : (Option[])[], sync])
            command.Add(option);

        return (said, unsaid) => Of(
            said.GetValue(format)
                ?? unsaid, said.GetValue(compress), FormatWords.Parse(hasWords ? said.GetValue(words) : null), said.GetValue(sync));
    }

    /// <summary>
    /// The same, with the given number of parallel parts, synced to the disk if asked for, and with every byte allocated if asked for.
    /// </summary>
    public DiskTarget With(int? threads, bool sync, bool hasAll)
    {
        if (hasAll && Qcow2.Compression is not null)
            throw new UsageException("-S 0 allocates every byte, which compressed clusters do not need: leave out -c");
        return new(
            Raw is null ? null
                : Raw with { Threads = threads, Sync = Raw.Sync || sync, Preallocation = hasAll ? Preallocation.Full : Raw.Preallocation },
            Qcow2 with { Threads = threads, Sync = Qcow2.Sync || sync, Preallocation = hasAll ? Preallocation.Full : Qcow2.Preallocation });
    }

    private static DiskTarget Of(string format, bool compress, FormatWords words, bool sync)
    {
        if (format == "raw" && compress)
            throw new UsageException("raw images cannot be compressed: -c needs -O qcow2");
        return format == "raw"
            ? new(words.Raw("-O") with { Sync = sync }, new())
            : new(null, words.Qcow2(compress) with { Sync = sync });
    }
}
