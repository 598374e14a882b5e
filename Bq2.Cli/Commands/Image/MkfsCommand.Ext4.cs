using System.CommandLine;
using System.Globalization;
using Bq2.Image;

namespace Bq2.Cli;

internal static partial class MkfsCommand
{
    private const int MostInodes = int.MaxValue;

    private static Func<ParseResult, Common, (Regions Plan, string Text)> DefineExt4(Command command, Argument<string> kind)
    {
        var block = Options.Choice("--block-size", "Bytes in a block of ext4 (4096 when not given)", "1024", "2048", "4096");
        var inodes = Options.Number("--inodes", "N", 0, MostInodes,
            "How many files ext4 can hold (when not given: one per 16 KiB, and a quarter more than there are)");
        var reserved = Options.Number("--reserved", "PERCENT", 0, 50, "The part of ext4 that only root may fill (5 when not given)");
        var noJournal = new Option<bool>("--no-journal") { Description = "Make ext4 without a journal" };
        Option[] all = [block, inodes, reserved, noJournal];
        foreach (var option in all)
            command.Add(option);
        OnlyFor(command, kind, type => type == Ext4, all);
        return (words, common) =>
        {
            var options = new Ext4Options
            {
                Size = common.Size,
                Label = common.Label,
                Uuid = common.Uuid is { } id ? UuidOf(id) : null,
                BlockSize = int.Parse(words.GetValue(block) ?? "4096", CultureInfo.InvariantCulture),
                Inodes = words.GetValue(inodes),
                ReservedPercent = words.GetValue(reserved) ?? new Ext4Options().ReservedPercent,
                HasJournal = !words.GetValue(noJournal),
                Time = Ambient.SourceDateEpoch() ?? DateTimeOffset.UnixEpoch,
            };
            return (Ext4Volume.Plan(common.Tree(), options), Ext4);
        };
    }
}
