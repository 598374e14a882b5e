using System.CommandLine;
using System.Text;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Reports what is wrong with an image, and repairs leaks.</summary>
internal static class CheckCommand
{
    public const string Summary = "Checks an image for errors, and repairs leaks.";

    // The exit codes of qemu-img check.
    private const int NotDone = 1;
    private const int Corrupt = 2;
    private const int Leaks = 3;
    private const int NothingToCheck = 63;

    /// <summary>The exit codes and their meanings.</summary>
    public static readonly (string, string)[] ExitCodes =
        [("0", "sound"), ("1", "not checked"), ("2", "corrupt"), ("3", "leaks only"),
            ("63", "the format has nothing to check")];

    /// <summary>1 for any failure to check: 2 and 3 are results of a check.</summary>
    public static int Failed(int exitCode) => NotDone;

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A QCOW2 image" }.OfferingFiles();
        var format = Options.SourceFormat("-f", "FILE");
        var repair = Options.Choice("--repair", "Free clusters that nothing points to, if nothing else is wrong", "leaks", "all");
        repair.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: "all" }])
                given.AddError("--repair all is not supported, only leaks can be repaired: convert makes a sound copy of what is readable");
        });
        repair.Aliases.Add("-r");
        var output = Options.Output();
        command.Add(file);
        foreach (Option option in (Option[])[format, repair, output])
            command.Add(option);
        QemuWords.AddReading(command);
        QemuWords.RefuseDescriptions(command);
        command.SetAction(words => Check(
            words.GetRequiredValue(file), words.GetValue(repair) is not null, DiskFormats.Find(words.GetValue(format)),
            words.GetValue(output)));
    }

    private static int Check(string path, bool repair, DiskFormat? format, string? output)
    {
        DiskCheck found;
        try
        {
            found = repair ? Repair(Inputs.InPlace(path), format) : Look(path, format);
        }
        catch (FaultException bad) when (bad.Fault.Kind == ImageFaults.NothingToCheck)
        {
            Faults.Complain([bad.Fault]);
            return NothingToCheck;
        }

        Answer.PrintVerdict(output, CheckAnswer.Of(found), CheckJson.Default.CheckAnswer, _ => Text(found));
        Faults.Complain(found.Faults);
        return found switch
        {
            { CheckErrors: > 0 } => NotDone,
            { Corruptions: > 0 } => Corrupt,
            { Leaks: > 0 } => Leaks,
            _ => ExitCode.Done,
        };
    }

    private static DiskCheck Look(string path, DiskFormat? format)
    {
        using var file = Inputs.Open(path);
        DiskCheck? found = null;
        Progress.Show(path, DiskInfo.Of(file, format).VirtualSize ?? 0, progress => found = DiskImage.Check(file, format, progress));
        return found!;
    }

    private static DiskCheck Repair(string path, DiskFormat? format)
    {
        DiskCheck? found = null;
        Progress.ShowInPlace(path, DiskInfo.Of(path, format).VirtualSize ?? 0, (progress, cancellation) =>
            found = DiskImage.CheckAndRepairLeaks(path, format, progress, cancellation));
        return found!;
    }

    private static string Text(DiskCheck found)
    {
        var text = new StringBuilder();
        Line(found.LeaksFixed, "leaked clusters were freed.");
        Line(found.Corruptions, "errors were found on the image.\nData may be corrupted, or further writes to the image may corrupt it.");
        Line(found.Leaks, "leaked clusters were found on the image.\nThis means waste of disk space, but no harm to data.");
        Line(found.CheckErrors, "internal errors have occurred during the check.");
        if (found.IsClean)
            text.Append("No errors were found on the image.\n");
        if (found is { TotalClusters: > 0, AllocatedClusters: > 0 })
        {
            string allocated = Percent(found.AllocatedClusters, found.TotalClusters);
            string fragmented = Percent(found.FragmentedClusters, found.AllocatedClusters);
            string packed = Percent(found.CompressedClusters, found.AllocatedClusters);
            text.Append(FormattableString.Invariant($"{found.AllocatedClusters}/{found.TotalClusters} = {allocated} allocated, "));
            text.Append(FormattableString.Invariant($"{fragmented} fragmented, {packed} compressed clusters\n"));
        }

        return text.Append(FormattableString.Invariant($"Image end offset: {found.ImageEndOffset}")).ToString();

        void Line(long number, string what)
        {
            if (number > 0)
                text.Append(FormattableString.Invariant($"{number} {what}\n"));
        }
    }

    private static string Percent(long part, long whole) => FormattableString.Invariant($"{100.0 * part / whole:0.00}%");
}

/// <summary>The answer of check, with the keys of `qemu-img check --output=json`; as there, zero counts are left out.</summary>
internal sealed record CheckAnswer(string? Filename, string Format, long CheckErrors)
{
    public long? ImageEndOffset { get; init; }

    public long? TotalClusters { get; init; }

    public long? AllocatedClusters { get; init; }

    public long? FragmentedClusters { get; init; }

    public long? CompressedClusters { get; init; }

    public long? Corruptions { get; init; }

    public long? Leaks { get; init; }

    public long? LeaksFixed { get; init; }

    public static CheckAnswer Of(DiskCheck found) => new(found.Path, found.Format, found.CheckErrors)
    {
        ImageEndOffset = UnlessZero(found.ImageEndOffset),
        TotalClusters = UnlessZero(found.TotalClusters),
        AllocatedClusters = UnlessZero(found.AllocatedClusters),
        FragmentedClusters = UnlessZero(found.FragmentedClusters),
        CompressedClusters = UnlessZero(found.CompressedClusters),
        Corruptions = UnlessZero(found.Corruptions),
        Leaks = UnlessZero(found.Leaks),
        LeaksFixed = UnlessZero(found.LeaksFixed),
    };

    private static long? UnlessZero(long number) => number == 0 ? null : number;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckAnswer))]
internal sealed partial class CheckJson : JsonSerializerContext;
