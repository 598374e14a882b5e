using System.CommandLine;
using Bq2.Efi;
using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Shows the format, sizes and partitions of a disk image.</summary>
internal static class InfoCommand
{
    public const string Summary = "Shows the format, sizes and partitions of a disk image.";

    public static void Define(Command command)
    {
        var image = new Argument<string>("FILE") { Description = "A raw or QCOW2 image; - for standard input" }.OfferingFiles();
        command.Add(image);
        var opening = Options.Opening(command, "FILE");
        var output = Options.Output();
        command.Add(output);
        QemuWords.AddReading(command, cache: false);
        QemuWords.RefuseDescriptions(command);
        var chain = new Option<bool>("--backing-chain") { Description = "Show the backing files of FILE too" };
        command.Add(chain);
        command.SetAction(words =>
        {
            using var file = Inputs.Open(words.GetRequiredValue(image));
            return words.GetValue(chain)
                ? TellAll(file, opening(words), words.GetValue(output))
                : Tell(file, opening(words), words.GetValue(output));
        });
    }

    private static int Tell(NamedFile file, OpenOptions options, string? output)
    {
        var answer = ImageInfo.Of(DiskInfo.Of(file, options.Format), file, options, out var faults);
        Answer.Print(output, answer, InfoJson.Default.ImageInfo, InfoText.Of);

        // The answer is printed already; damaged or unsupported parts are reported after it.
        Faults.Complain(faults);
        return ExitCode.Done;
    }

    private static int TellAll(NamedFile file, OpenOptions options, string? output)
    {
        var faults = new List<Fault>();
        ImageInfo[] answers = [.. DiskInfo.ChainOf(file, options.Format, Told)];
        Answer.Print(output, answers, InfoJson.Default.ImageInfoArray, all => string.Join("\n\n", all.Select(InfoText.Of)));
        Faults.Complain(faults);
        return ExitCode.Done;

        ImageInfo Told(DiskInfo info, NamedFile each)
        {
            var answer = ImageInfo.Of(info, each, options with { Format = DiskFormats.Find(info.Format) }, out var found);
            faults.AddRange(found);
            return answer;
        }
    }
}
