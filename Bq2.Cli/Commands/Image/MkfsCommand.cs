using System.CommandLine;
using System.Globalization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes a file system in a file, and fills it.</summary>
internal static class MkfsCommand
{
    public const string Summary = "Makes a file system, filled from a folder or an archive.";

    // The kinds and the FAT types they mean; for fat the size decides.
    private static readonly Dictionary<string, FatType?> s_kinds = new()
    {
        ["fat"] = null,
        ["fat12"] = FatType.Fat12,
        ["fat16"] = FatType.Fat16,
        ["fat32"] = FatType.Fat32,
    };

    public static void Define(Command command)
    {
        var kind = new Argument<string>("KIND")
        {
            Description = "fat (FAT32 from 512 MiB on or without a size), fat12, fat16 or fat32",
        };
        kind.Offering([.. s_kinds.Keys]);
        kind.Validators.Add(given =>
        {
            if (!s_kinds.ContainsKey(given.Tokens[0].Value))
                given.AddError($"'{given.Tokens[0].Value}' is not a supported file system: expected fat, fat12, fat16 or fat32");
        });
        var output = new Argument<string>("OUT") { Description = "The file to make; - for standard output" }.OfferingFiles();
        var size = Bytes.Option("--size", "Its size (when not given: its content and a quarter more, at least 34 MiB for FAT32)");
        var from = Options.Text("--from", "SOURCE", $"What to copy into it: {TreeWords.Meaning}").OfferingFiles();
        var label = Options.Text("--label", "TEXT", "Its name, up to 11 characters");
        var uuid = VolumeIdOption();
        var sector =
            Options.Choice("--sector-size", "Bytes in a sector of the disk it is for (512 when not given)", "512", "1024", "2048", "4096");
        command.Add(kind);
        command.Add(output);
        foreach (Option option in (Option[])[size, from, label, uuid, sector])
            command.Add(option);
        var form = DiskTarget.AddTo(command, "raw");

        command.SetAction(words =>
        {
            var options = new FatOptions
            {
                Type = s_kinds[words.GetRequiredValue(kind)],
                Size = words.GetValue(size),
                Label = words.GetValue(label),
                SectorSize = int.Parse(words.GetValue(sector) ?? "512", CultureInfo.InvariantCulture),
            };
            options = words.GetValue(uuid) is { } id ? options with { VolumeId = id } : options;
            options = Ambient.SourceDateEpoch() is { } time ? options with { Time = time } : options;
            return Make(words.GetRequiredValue(output), form(words, "raw"), words.GetValue(from), options);
        });
    }

    private static int Make(string path, DiskTarget form, string? from, FatOptions options)
    {
        var plan = FatVolume.Plan(from is null ? new Tree() : Inputs.Tree(from), options);
        DiskWriter.Write(path, form, plan);

        // If the volume went to standard output, nothing else may go there.
        using var volume = FatVolume.Open(Source.Of(plan));
        Outputs.SayMade(path, $"FAT{(int)volume.Type}, {Bytes.Show(plan.Length)}");
        return ExitCode.Done;
    }

    // In the form of blkid and /dev/disk/by-uuid: 1234-ABCD.
    private static Option<uint?> VolumeIdOption() => new("--uuid")
    {
        HelpName = "XXXX-XXXX",
        Description = "Its serial number, which Linux shows as its UUID",
        CustomParser = given =>
        {
            string text = given.Tokens[0].Value;
            if (text is { Length: 9 } && text[4] == '-'
                && uint.TryParse(text.Remove(4, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint id))
                return id;
            given.AddError($"--uuid is '{text}': expected eight hexadecimal digits, such as 1234-ABCD");
            return null;
        },
    };
}
