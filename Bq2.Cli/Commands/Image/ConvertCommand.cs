using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Copies a disk into another format.</summary>
internal static class ConvertCommand
{
    public const string Summary = "Copies a disk into another format.";

    public static void Define(Command command)
    {
        var source = new Argument<string>("SRC") { Description = "A raw or QCOW2 image; - for standard input" }.OfferingFiles();
        var target = new Argument<string>("DST") { Description = "The image to make; - for standard output" }.OfferingFiles();
        command.Add(source);
        command.Add(target);
        var opening = Options.Opening(command, "SRC");
        var form = DiskTarget.AddTo(command, "raw");

        command.SetAction(said =>
        {
            var to = form(said, "raw");
            using var file = Inputs.Open(said.GetRequiredValue(source));
            using var disk = DiskImage.Open(file, opening(said));
            DiskWriter.Write(said.GetRequiredValue(target), to, Regions.Of(disk));
            return ExitCode.Done;
        });
    }
}
