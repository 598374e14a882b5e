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
        var longForm = new Option<bool>("--long", "-l")
        {
            Description = "Show sizes and times too, and from ext4 modes, owners and the targets of links",
        };
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
            ?? throw new FaultException(new(VolumeFaults.NotInVolume, $"there is no \"{path.Path}\" in the volume")
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

    private static string Long(FileLine line)
    {
        string owner = line.Mode is null ? "" : FormattableString.Invariant($"{line.Mode}  {line.User,5} {line.Group,5}  ");
        string size = line.Device ?? FormattableString.Invariant($"{line.Size:N0}"), link = line.Target is null ? "" : $" -> {line.Target}";
        return FormattableString.Invariant($"{owner}{size,13}  {line.Modified:yyyy-MM-dd HH:mm}  {Short(line)}{link}");
    }
}

/// <summary>A file or folder as ls lists it. What a kind of volume does not store is null.</summary>
internal sealed record FileLine(string Name, string Type, long Size, DateTimeOffset? Modified)
{
    /// <summary>As in chmod, in octal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public uint? User { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public uint? Group { get; init; }

    /// <summary>Where a symbolic link leads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Target { get; init; }

    /// <summary>A device's numbers, as in "8, 1".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device { get; init; }

    public static FileLine Of(VolumeEntry entry) => new(entry.Name, TypeOf(entry.Kind), entry.Length, entry.Modified)
    {
        Mode = entry.Attributes?.Mode is { } mode ? Convert.ToString(mode, 8).PadLeft(4, '0') : null,
        User = entry.Attributes?.User,
        Group = entry.Attributes?.Group,
        Target = entry.Target,
        Device = entry.Device is { } number ? FormattableString.Invariant($"{number.Major}, {number.Minor}") : null,
    };

    /// <summary>One word for each kind.</summary>
    public static string TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.Folder => "directory",
        EntryKind.Link => "link",
        EntryKind.BlockDevice => "block-device",
        EntryKind.CharacterDevice => "character-device",
        EntryKind.Pipe => "pipe",
        EntryKind.Socket => "socket",
        _ => "file",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FileLine[]))]
internal sealed partial class LsJson : JsonSerializerContext;
