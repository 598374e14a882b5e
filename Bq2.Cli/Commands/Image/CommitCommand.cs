using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Writes what an image holds into its backing file.</summary>
internal static class CommitCommand
{
    public const string Summary = "Writes what a QCOW2 image holds into its backing file.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A QCOW2 image over a backing file, which is written to" }.OfferingFiles();
        var keep = new Option<bool>("-d") { Description = "Do not empty FILE afterwards" };
        command.Add(file);
        var opening = Options.Opening(command, "FILE");
        foreach (Option option in (Option[])[keep, QemuWords.Percent(), QemuWords.WriteCache("writeback")])
            command.Add(option);
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command,
            ("-b*", "commit each image of a chain into the one below it, the uppermost first"),
            ("-r*", "the speed of a copy is not limited"));
        command.SetAction(words =>
        {
            string path = Inputs.InPlace(words.GetRequiredValue(file));
            var options = opening(words);
            long length = DiskInfo.Of(path, options.Format).VirtualSize ?? 0;
            Progress.Show(path, length, progress => Qcow2Backing.Commit(path, !words.GetValue(keep), options, progress));
            Say.Line($"{path}: written into its backing file");
            return ExitCode.Done;
        });
    }
}
