using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Compares the disks in two images.</summary>
internal static class CompareCommand
{
    public const string Summary = "Compares the disks in two images.";

    private const int Different = 1;
    private const int Error = 2;

    /// <summary>The exit codes and their meanings.</summary>
    public static readonly (string, string)[] ExitCodes =
        [("0", "identical"), ("1", "different"), ("2", "an error"), ("3", "something outside failed")];

    /// <summary>As in qemu-img compare, 1 means only that the disks differ.</summary>
    public static int Failed(int exitCode) => Math.Max(exitCode, Error);

    public static void Define(Command command)
    {
        var one = new Argument<string>("FILE1") { Description = "A raw or QCOW2 image; - for standard input" }.OfferingFiles();
        var other = new Argument<string>("FILE2") { Description = "Another one" }.OfferingFiles();
        var oneFormat = Options.SourceFormat("-f", "FILE1");
        var otherFormat = Options.SourceFormat("-F", "FILE2");
        var strict =
            new Option<bool>("-s", "--strict") { Description = "Disks of different sizes differ, even if the rest is zeros" };
        var allow = Options.AllowBacking();
        var output = Options.Output();
        command.Add(one);
        command.Add(other);
        foreach (Option option in (Option[])[oneFormat, otherFormat, strict, allow, output])
            command.Add(option);

        command.Add(QemuWords.Percent());
        QemuWords.AddReading(command);
        QemuWords.RefuseDescriptions(command);
        command.SetAction(words =>
        {
            var options = new OpenOptions { AllowBacking = words.GetValue(allow) };
            using var oneFile = Inputs.Open(words.GetRequiredValue(one));
            using var otherFile = Inputs.Open(words.GetRequiredValue(other));
            using var left = DiskImage.Open(oneFile, options with { Format = DiskFormats.Find(words.GetValue(oneFormat)) });
            using var right = DiskImage.Open(otherFile, options with { Format = DiskFormats.Find(words.GetValue(otherFormat)) });
            return Compare(left, right, words.GetValue(strict), words.GetValue(output));
        });
    }

    private static int Compare(Source one, Source other, bool strict, string? output)
    {
        bool sameSize = one.Length == other.Length;
        long? difference = null;
        if (sameSize || !strict)
            Progress.Show("compare", Math.Max(one.Length, other.Length), progress =>
                difference = DiskComparison.FirstDifference(one, other, progress));

        bool identical = difference is null && (sameSize || !strict);
        Answer.PrintVerdict(output, new(identical, sameSize, difference), CompareJson.Default.Comparison, Text);
        return identical ? ExitCode.Done : Different;
    }

    private static string Text(Comparison found) =>
        found switch
        {
            { FirstDifference: { } offset } => FormattableString.Invariant($"Content mismatch at offset {offset}!"),
            { Identical: false } => "Strict mode: Image size mismatch!",
            { SameSize: false } => "Warning: Image size mismatch!\nImages are identical.",
            _ => "Images are identical.",
        };
}

/// <summary>The answer of compare.</summary>
internal sealed record Comparison(bool Identical, bool SameSize, long? FirstDifference);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Comparison))]
internal sealed partial class CompareJson : JsonSerializerContext;
