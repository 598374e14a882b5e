using System.CommandLine;
using System.Globalization;
using Bq2.Image;

namespace Bq2.Sysroot.Commands;

/// <summary>Makes a file system in a file, with what is to be in it.</summary>
internal static class MkfsCommand
{
    public const string Summary = "Makes a file system, filled from a folder.";

    public static void Define(Command command)
    {
        var kind = new Argument<string>("KIND") { Description = "fat" };
        kind.CompletionSources.Add("fat");
        kind.Validators.Add(given =>
        {
            if (given.Tokens[0].Value != "fat")
                given.AddError($"'{given.Tokens[0].Value}' is no file system that can be made: expected fat");
        });
        var output = new Argument<string>("OUT") { Description = "The file to make" };
        var size = Bytes.Option("--size", "Its size (when not given: its content and a quarter more, at least 34 MiB)");
        var from = new Option<string?>("--from") { HelpName = "DIR", Description = "The folder whose content it is to have" };
        var label = new Option<string?>("--label") { HelpName = "TEXT", Description = "Its name, up to 11 characters" };
        var uuid = VolumeIdOption();
        command.Add(kind);
        command.Add(output);
        foreach (Option option in (Option[])[size, from, label, uuid])
            command.Add(option);

        command.SetAction(words =>
        {
            var options = new FatOptions { Size = words.GetValue(size), Label = words.GetValue(label) };
            options = words.GetValue(uuid) is { } id ? options with { VolumeId = id } : options;
            options = Ambient.SourceDateEpoch() is { } time ? options with { Time = time } : options;
            return Make(words.GetRequiredValue(output), words.GetValue(from), options);
        });
    }

    private static int Make(string path, string? from, FatOptions options)
    {
        var plan = FatVolume.Plan(from is null ? new Tree() : Tree.FromFolder(from), options);
        DiskWriter.Write(path, "raw", plan);
        Say.Line($"{path}: FAT32, {Bytes.Show(plan.Length)}");
        return ExitCode.Done;
    }

    // As blkid and /dev/disk/by-uuid write it: 1234-ABCD.
    private static Option<uint?> VolumeIdOption() => new("--uuid")
    {
        HelpName = "XXXX-XXXX",
        Description = "Its serial number, by which Linux finds it",
        CustomParser = given =>
        {
            string text = given.Tokens[0].Value;
            if (text is { Length: 9 } && text[4] == '-' && uint.TryParse(text.Remove(4, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint id))
                return id;
            given.AddError($"--uuid is '{text}': expected eight hexadecimal digits as 1234-ABCD");
            return null;
        },
    };
}
