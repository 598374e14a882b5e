using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>The words of build that say what is on the disk beside the EFI system partition.</summary>
internal sealed record RootWords(
    Option<string?> Root,
    Option<string?> Kind,
    Option<long?> Size,
    Option<bool> ReadOnly,
    Option<bool> Grow,
    Option<bool> KeepOwners,
    Option<string?> Version,
    Option<string[]> More,
    Option<long?> MaxUnpacked)
{
    public static RootWords AddTo(Command command)
    {
        var words = new RootWords(
            Options.Text("--root", "SOURCE", $"The root file system: {TreeWords.Meaning}").OfferingFiles(),
            Options.Choice("--root-type", "Its file system (ext4 when not given, erofs with --read-only)", "ext4", "erofs"),
            Bytes.Option("--root-size", "The size of its partition (when not given: its content, and a quarter more for ext4)"),
            new("--read-only") { Description = "Protect it with dm-verity; the command line has its hash" },
            new("--grow") { Description = "Let it grow to the end of the disk when it is booted" },
            new("--keep-owners") { Description = "Keep the owners of a folder's files (root when not given)" },
            Options.Text("--kernel-version", "VERSION", "The kernel to take from it (the newest when not given)"),
            Options.Texts("--partition", "TYPE:[SOURCE][:SIZE]", $"Another partition: swap::SIZE, or {PartitionWords.Types} with an ext4"),
            TreeWords.MaxUnpacked());
        foreach (Option option in (Option[])[words.Root, words.Kind, words.Size, words.ReadOnly, words.Grow, words.KeepOwners,
            words.Version, words.More, words.MaxUnpacked])
            command.Add(option);
        command.Validators.Add(given =>
        {
            Option[] belonging = [words.Kind, words.Size, words.ReadOnly, words.Grow, words.Version];
            if (given.GetResult(words.Root) is null && Array.Find(belonging, option => given.GetResult(option) is not null) is { } lone)
                given.AddError($"{lone.Name} needs --root");
        });
        Options.Exclude(command, words.Grow, "needs a root that can be written", words.ReadOnly);
        return words;
    }

    /// <summary>The root that was asked for; null if none was.</summary>
    public RootVolume? Volume(ParseResult words)
    {
        if (words.GetValue(Root) is not { } source)
            return null;

        bool isReadOnly = words.GetValue(ReadOnly);
        string kind = words.GetValue(Kind) ?? (isReadOnly ? "erofs" : "ext4");
        if (kind == "erofs" && words.GetValue(Grow))
            throw new UsageException("--grow needs a root that can be written, and erofs cannot");
        return new(Inputs.Tree(source, Source(words)))
        {
            Kind = kind == "erofs" ? RootKind.Erofs : RootKind.Ext4,
            Size = words.GetValue(Size),
            Verity = isReadOnly,
            Grow = words.GetValue(Grow),
            KernelVersion = words.GetValue(Version),
        };
    }

    /// <summary>The other partitions.</summary>
    public IReadOnlyList<Partition> Partitions(ParseResult words) =>
        [.. (words.GetValue(More) ?? []).Select(word => PartitionWords.Parse(word, Source(words)))];

    private TreeWords Source(ParseResult words) => new()
    {
        Folder = new() { KeepTimes = true, KeepXattrs = true, KeepOwners = words.GetValue(KeepOwners) },
        Archive = new() { Unpacking = new() { MaxLength = words.GetValue(MaxUnpacked) } },
    };
}
