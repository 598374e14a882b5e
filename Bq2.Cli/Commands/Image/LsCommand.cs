using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Lists a folder inside a disk image.</summary>
internal static class LsCommand
{
    public const string Summary = "Lists a folder inside a disk image.";

    public static void Define(Command command)
    {
        var place = Options.ImagePlace("The folder");
        var longForm = new Option<bool>("--long", "-l") { Description = "Show sizes and times too" };
        var output = Options.Output();
        command.Add(place);
        command.Add(longForm);
        command.Add(output);
        var opening = Options.Opening(command, "IMAGE");
        command.SetAction(words => List(words.GetRequiredValue(place), opening(words), words.GetValue(longForm), words.GetValue(output)));
    }

    private static int List(string place, OpenOptions options, bool longForm, string? output)
    {
        var path = Inputs.Place(place);
        using var volume = Volumes.Open(path, options);
        var found = volume.Find(path.Path)
            ?? throw new FaultException(new(ImageFaults.NotInVolume, $"there is no \"{path.Path}\" in the volume")
        {
            Path = path.File,
            Hint = $"bq2-image ls {place[..^path.Path.Length]} lists what is there",
        });
        IReadOnlyList<VolumeEntry> entries = found.IsFolder ? volume.List(path.Path) : [found];
        FileLine[] lines = [.. entries.Select(FileLine.Of)];
        if (output == "json" || lines.Length > 0)
            Answer.Print(output, lines, LsJson.Default.FileLineArray, all =>
                string.Join('\n', all.Select(line => longForm ? Long(line) : Short(line))));
        return Volumes.ExitCodeOf(volume);
    }

    private static string Short(FileLine line) => line.Type == "directory" ? line.Name + "/" : line.Name;

    private static string Long(FileLine line) =>
        FormattableString.Invariant($"{line.Size,13:N0}  {line.Modified:yyyy-MM-dd HH:mm}  {Short(line)}");
}

/// <summary>A file or folder as ls lists it.</summary>
internal sealed record FileLine(string Name, string Type, long Size, DateTimeOffset? Modified)
{
    public static FileLine Of(VolumeEntry entry) => new(entry.Name, entry.IsFolder ? "directory" : "file", entry.Length, entry.Modified);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FileLine[]))]
internal sealed partial class LsJson : JsonSerializerContext;
