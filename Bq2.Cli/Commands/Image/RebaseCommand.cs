using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Gives a QCOW2 image another backing file, or none.</summary>
internal static class RebaseCommand
{
    public const string Summary = "Gives a QCOW2 image another backing file, or none.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "A QCOW2 image" }.OfferingFiles();
        var backing = new Option<string?>("-b")
        {
            HelpName = "BACKING",
            Description = "The new backing file, relative to FILE's folder; \"\" for none",
        }.OfferingFiles();
        var backingFormat = Options.Choice("-F", "The format of BACKING", "raw", "qcow2");
        var unsafely = new Option<bool>("-u") { Description = "Change only the name, for example after the backing file was moved" };
        command.Add(file);
        var opening = Options.Opening(command, "FILE");
        foreach (Option option in (Option[])[backing, backingFormat, unsafely, QemuWords.Percent(), QemuWords.WriteCache("writeback")])
            command.Add(option);
        QemuWords.AddReading(command);
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command, ("-c", "convert -c compresses clusters"));
        command.SetAction(words =>
        {
            string path = words.GetRequiredValue(file);
            bool isUnsafe = words.GetValue(unsafely);
            if (words.GetValue(backing) is null && !isUnsafe)
                throw new UsageException("the new backing file is missing: add -b BACKING -F FMT, or -b \"\" for none");
            string? name = words.GetValue(backing) is { Length: > 0 } given ? given : null;
            DiskFormat? format = FormatOf(name, words.GetValue(backingFormat));
            if (isUnsafe)
                Qcow2Backing.Rename(Inputs.InPlace(path), name, format);
            else
                Rebase(Inputs.InPlace(path), name, format, opening(words));
            return ExitCode.Done;
        });
    }

    private static DiskFormat? FormatOf(string? name, string? format)
    {
        if (name is not null && format is null)
            throw new UsageException("the format of the backing file is missing (it is not guessed): add -F raw or -F qcow2");
        if (name is null && format is not null)
            throw new UsageException("-F is the format of the backing file: add -b BACKING");
        return DiskFormats.Find(format);
    }

    private static void Rebase(string path, string? name, DiskFormat? format, OpenOptions options)
    {
        long length = DiskInfo.Of(path, options.Format).VirtualSize ?? 0;
        Progress.ShowInPlace(path, length, (progress, cancellation) =>
            Qcow2Backing.Rebase(path, name, format, options, progress, cancellation));
    }
}
