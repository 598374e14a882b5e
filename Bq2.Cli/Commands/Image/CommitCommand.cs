using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Writes an image's data into its backing file.</summary>
internal static class CommitCommand
{
    public const string Summary = "Writes the data of a QCOW2 image into its backing file.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A QCOW2 image; its data are written to its backing file" }.OfferingFiles();
        var keep = new Option<bool>("-d") { Description = "Do not empty FILE afterwards" };
        command.Add(file);
        var opening = Options.Opening(command, "FILE");
        foreach (Option option in (Option[])[keep, QemuWords.Percent(), QemuWords.WriteCache("writeback")])
            command.Add(option);
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command,
            ("-b*", "commit each image of a chain into the one below it, the topmost first"),
            ("-r*", "rate limits are not supported"));
        command.SetAction(words =>
        {
            string path = Inputs.InPlace(words.GetRequiredValue(file));
            var options = opening(words);
            long length = DiskInfo.Of(path, options.Format).VirtualSize ?? 0;
            Progress.ShowInPlace(path, length, (progress, cancellation) =>
                Qcow2Backing.Commit(path, !words.GetValue(keep), options, progress, cancellation));
            Say.Line($"{path}: committed to its backing file");
            return ExitCode.Done;
        });
    }
}
