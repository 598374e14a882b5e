using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Lists, makes, applies and removes the snapshots of a QCOW2 image.</summary>
internal static class SnapshotCommand
{
    public const string Summary = "Lists, makes, applies or removes snapshots of a QCOW2 image.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A QCOW2 image" }.OfferingFiles();
        var list = new Option<bool>("-l") { Description = "List the snapshots (the default)" };
        var create = Options.Text("-c", "NAME", "Make a snapshot of the disk; its date is SOURCE_DATE_EPOCH, or 1970");
        var apply = Options.Text("-a", "NAME", "Return the disk to a snapshot; its current state is lost");
        var remove = Options.Text("-d", "NAME", "Remove a snapshot; the disk does not change");
        var output = Options.Output();
        command.Add(file);
        foreach (Option option in (Option[])[list, create, apply, remove, output])
            command.Add(option);
        QemuWords.RefuseDescriptions(command);
        QemuWords.AddReading(command, cache: false);
        var opening = Options.Opening(command, "FILE");
        command.Validators.Add(given =>
        {
            string[] asked =
                [.. ((Option[])[list, create, apply, remove]).Where(option =>
                    given.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
            if (asked.Length > 1)
                given.AddError($"only one of {string.Join(" and ", asked)} can be done at once");
        });

        command.SetAction(words =>
        {
            string path = words.GetRequiredValue(file);
            if (words.GetValue(create) is { } made)
                Qcow2Snapshots.Create(Inputs.InPlace(path), made, Ambient.SourceDateEpoch() ?? DateTimeOffset.UnixEpoch, opening(words));
            else if (words.GetValue(apply) is { } applied)
                Qcow2Snapshots.Apply(Inputs.InPlace(path), applied, opening(words));
            else if (words.GetValue(remove) is { } removed)
                Qcow2Snapshots.Remove(Inputs.InPlace(path), removed, opening(words));
            else
                List(path, opening(words).Format, words.GetValue(output));
            return ExitCode.Done;
        });
    }

    private static void List(string path, DiskFormat? format, string? output)
    {
        using var file = Inputs.Open(path);
        var info = DiskInfo.Of(file, format);
        SnapshotInfo[] all = [.. info.Snapshots.Select(SnapshotInfo.Of)];
        if (output == "json" || all.Length > 0)
            Answer.Print(output, all, SnapshotJson.Default.SnapshotInfoArray, Table);
        Faults.Complain(info.Faults);
    }

    /// <summary>The table of `qemu-img snapshot -l`.</summary>
    private static string Table(SnapshotInfo[] snapshots) => string.Join('\n', (string[])
    [
        "Snapshot list:",
        string.Create(CultureInfo.InvariantCulture, $"{"ID",-9} {"TAG",-16} {"VM SIZE",8}{"DATE",20}{"VM CLOCK",13}{"ICOUNT",11}"),
        .. snapshots.Select(Row),
    ]);

    private static string Row(SnapshotInfo snapshot)
    {
        var date = DateTimeOffset.FromUnixTimeSeconds(snapshot.DateSec);
        long clock = snapshot.VmClockSec;
        string ran =
            string.Create(CultureInfo.InvariantCulture,
                $"{clock / 3600:00}:{clock / 60 % 60:00}:{clock % 60:00}.{snapshot.VmClockNsec / 1_000_000:000}");
        string count = snapshot.Icount is { } icount ? icount.ToString(CultureInfo.InvariantCulture) : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{snapshot.Id,-9} {snapshot.Name,-16} {Bytes.Short(snapshot.VmStateSize),8}{date,20:yyyy-MM-dd HH:mm:ss}{ran,13}{count,11}");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SnapshotInfo[]))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
