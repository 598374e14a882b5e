using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Calculates how large an image would be.</summary>
internal static class MeasureCommand
{
    public const string Summary = "Calculates how large an image would be.";

    public static void Define(Command command)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The disk it would hold; - for standard input",
            Arity = ArgumentArity.ZeroOrOne,
        }.OfferingFiles();
        var size = Bytes.Option("--size", "The size of the disk it would hold, instead of FILE");
        var to = Options.Choice("-O", "The format of the image (raw when not given)", "raw", "qcow2");
        var words = FormatWords.Option();
        var output = Options.Output();
        command.Add(file);
        foreach (Option option in (Option[])[size, to, words, output])
            command.Add(option);
        var opening = Options.Opening(command, "FILE");
        QemuWords.AddReading(command, cache: false);
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command, ("-l*", "only the current disk can be measured, not a snapshot"));

        command.SetAction(said =>
        {
            if (said.GetValue(file) is null == said.GetValue(size) is null)
                throw new UsageException("give either a FILE or --size");

            var format = FormatWords.Parse(said.GetValue(words));
            bool isRaw = said.GetValue(to) is not "qcow2";
            var qcow2 = isRaw ? null : format.Qcow2(compress: false);
            if (isRaw)
                format.Raw("-O");

            using var opened = said.GetValue(file) is { } path ? Inputs.Open(path) : null;
            using var disk = opened is not null ? DiskImage.Open(opened, opening(said)) : null;
            long length = disk?.Length ?? said.GetValue(size)!.Value;
            var measure = qcow2 is null
                ? ImageMeasure.OfRaw(length)
                : ImageMeasure.OfQcow2(length, disk?.DataRuns() ?? [], qcow2);
            Answer.Print(said.GetValue(output), measure, MeasureJson.Default.ImageMeasure, Text);
            return ExitCode.Done;
        });
    }

    private static string Text(ImageMeasure measure) =>
        FormattableString.Invariant($"required size: {measure.Required}\nfully allocated size: {measure.FullyAllocated}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ImageMeasure))]
internal sealed partial class MeasureJson : JsonSerializerContext;
