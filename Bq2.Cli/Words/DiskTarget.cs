using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>In what form a disk is to be written: raw where there are raw options, else QCOW2.</summary>
internal sealed record DiskTarget(RawOptions? Raw, Qcow2Options Qcow2)
{
    public string Format => Raw is null ? "qcow2" : "raw";

    /// <summary>
    /// Adds the options that say it, as qemu-img has them; what comes back reads them, given the format that is meant when
    /// none is said. Commands whose -o is their output have no words for the format.
    /// </summary>
    public static Func<ParseResult, string, DiskTarget> AddTo(Command command, string usual, bool hasWords = true)
    {
        var format = Options.Choice("-O", $"The format of what is written ({usual} when not given)", "raw", "qcow2");
        var compress = new Option<bool>("-c") { Description = "Pack the clusters of a QCOW2 image" };
        var words = FormatWords.Option();
        var sync = new Option<bool>("--sync") { Description = "Wait until it is on the disk" };
        foreach (Option option in (Option[])[format, compress, .. hasWords ? [words] : (Option[])[], sync])
            command.Add(option);

        return (said, unsaid) => Of(
            said.GetValue(format)
                ?? unsaid, said.GetValue(compress), FormatWords.Parse(hasWords ? said.GetValue(words) : null), said.GetValue(sync));
    }

    /// <summary>
    /// The same, with so many parts in hand at once, on the disk before it counts as written, and with room for every byte if all
    /// are to have it.
    /// </summary>
    public DiskTarget With(int? threads, bool sync, bool hasAll)
    {
        if (hasAll && Qcow2.Compression is not null)
            throw new UsageException("-S 0 makes room for every byte, and packed clusters need less: leave out -c");
        return new(
            Raw is null ? null
                : Raw with { Threads = threads, Sync = Raw.Sync || sync, Preallocation = hasAll ? Preallocation.Full : Raw.Preallocation },
            Qcow2 with { Threads = threads, Sync = Qcow2.Sync || sync, Preallocation = hasAll ? Preallocation.Full : Qcow2.Preallocation });
    }

    private static DiskTarget Of(string format, bool compress, FormatWords words, bool sync)
    {
        if (format == "raw" && compress)
            throw new UsageException("raw images are not packed: -c is for -O qcow2");
        return format == "raw"
            ? new(words.Raw("-O") with { Sync = sync }, new())
            : new(null, words.Qcow2(compress) with { Sync = sync });
    }
}
