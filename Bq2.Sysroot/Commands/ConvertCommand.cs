using System.CommandLine;
using Bq2.Image;

namespace Bq2.Sysroot.Commands;

/// <summary>Copies a disk into another format.</summary>
internal static class ConvertCommand
{
    public const string Summary = "Copies a disk into another format.";

    public static void Define(Command command)
    {
        var source = new Argument<string>("SRC") { Description = "A raw or QCOW2 image" };
        var target = new Argument<string>("DST") { Description = "The image to make; - for standard output" };
        var from = Options.Choice("-f", "The format of SRC (as its first bytes tell when not given)", "raw", "qcow2");
        var allow = Options.AllowBacking();
        command.Add(source);
        command.Add(target);
        command.Add(from);
        var form = DiskTarget.AddTo(command, "raw");
        command.Add(allow);

        command.SetAction(said =>
        {
            var to = form(said, "raw");
            var options = new OpenOptions { Format = said.GetValue(from), AllowBacking = said.GetValue(allow) };
            using var disk = DiskImage.Open(said.GetRequiredValue(source), options);
            DiskWriter.Write(said.GetRequiredValue(target), to, Regions.Of(disk));
            return ExitCode.Done;
        });
    }
}
