using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

internal static partial class MkfsCommand
{
    private const int MaxLz4 = 9;

    private static Func<ParseResult, Common, (Regions Plan, string Text)> DefineErofs(Command command, Argument<string> kind)
    {
        var lz4 = Options.Number("--lz4", "LEVEL", 1, MaxLz4, "Compress the files in erofs: 1 for the fastest, 9 for the smallest");
        var verity = new Option<bool>("--verity") { Description = "Put dm-verity's hashes behind erofs, and show the root hash" };
        Option[] all = [lz4, verity];
        foreach (var option in all)
            command.Add(option);
        OnlyFor(command, kind, type => type == Erofs, all);
        return (words, common) =>
        {
            var options = new ErofsOptions
            {
                Label = common.Label,
                Uuid = common.Uuid is { } id ? UuidOf(id) : null,
                Lz4Level = words.GetValue(lz4),
                Time = Ambient.SourceDateEpoch() ?? DateTimeOffset.UnixEpoch,
            };
            var plan = ErofsVolume.Plan(common.Tree(), options);
            return words.GetValue(verity) ? WithHashes(plan) : (plan, "EROFS");
        };
    }

    private static (Regions Plan, string Text) WithHashes(Regions plan)
    {
        VerityTree? hashes = null;
        Progress.Show("hashes", plan.Length, progress => hashes = VerityTree.Compute(plan, progress: progress));
        return (hashes!.Behind(plan),
            FormattableString.Invariant($"EROFS with hashes from {plan.Length} on and the root hash {hashes.RootHashText}"));
    }
}
