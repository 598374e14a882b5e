using System.CommandLine;
using System.Globalization;
using Bq2.Image;

namespace Bq2.Cli;

internal static partial class MkfsCommand
{
    private static Func<ParseResult, Common, (Regions Plan, string Text)> DefineFat(Command command, Argument<string> kind)
    {
        var sector =
            Options.Choice("--sector-size", "Bytes in a sector of the disk it is for (512 when not given)", "512", "1024", "2048", "4096");
        command.Add(sector);
        OnlyFor(command, kind, type => type is not (Ext4 or Erofs), sector);
        return (words, common) =>
        {
            var options = new FatOptions
            {
                Type = s_kinds[words.GetRequiredValue(kind)],
                Size = common.Size,
                Label = common.Label,
                VolumeId = common.Uuid is { } id ? SerialNumber(id) : null,
                SectorSize = int.Parse(words.GetValue(sector) ?? "512", CultureInfo.InvariantCulture),
            };
            options = Ambient.SourceDateEpoch() is { } time ? options with { Time = time } : options;
            var plan = FatVolume.Plan(common.From is null ? new Tree() : Inputs.Tree(common.From), options);
            using var volume = FatVolume.Open(Source.Of(plan));
            return (plan, $"FAT{(int)volume.Type}");
        };
    }

    // In the form of blkid and /dev/disk/by-uuid: 1234-ABCD.
    private static uint SerialNumber(string text) =>
        text is { Length: 9 } && text[4] == '-'
            && uint.TryParse(text.Remove(4, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint id)
            ? id : throw new UsageException($"--uuid is '{text}': expected eight hexadecimal digits, such as 1234-ABCD");
}
