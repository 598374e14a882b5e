using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes an empty disk, or one that shows another until it is written to.</summary>
internal static class CreateCommand
{
    public const string Summary = "Makes an empty disk.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "The image to make; - for standard output" }.OfferingFiles();
        var size = new Argument<string?>("SIZE")
        {
            Description = "How large the disk is, such as 10G; the backing file's when not given",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = Options.Choice("-f", "The format of FILE (raw when not given)", "raw", "qcow2");
        var words = FormatWords.Option();
        var backing = Options.Text(
            "-b",
            "BACKING",
            "The image whose disk shows until something is written; relative names count from FILE's folder").OfferingFiles();
        var backingFormat = Options.Choice("-F", "The format of BACKING", "raw", "qcow2");
        command.Add(file);
        command.Add(size);
        var unseen = new Option<bool>("-u") { Description = "Do not look for BACKING, which may not be there yet; SIZE is needed then" };
        foreach (Option option in (Option[])[format, words, backing, backingFormat, unseen])
            command.Add(option);
        QemuWords.RefuseDescriptions(command);

        command.SetAction(said =>
        {
            string path = said.GetRequiredValue(file);
            var kind = FormatWords.Parse(said.GetValue(words));
            bool isRaw = said.GetValue(format) is not "qcow2";
            if (said.GetValue(backing) is { } below)
                return MakeOverlay(path, below, said.GetValue(backingFormat), said.GetValue(size), isRaw, kind, said.GetValue(unseen));
            if (said.GetValue(backingFormat) is not null)
                throw new UsageException("-F is the format of a backing file: add -b BACKING");

            long length = Sizes.Parse(said.GetValue(size) ?? throw new UsageException("how large is the disk to be? SIZE is missing"));
            var plan = new Regions(length);
            DiskWriter.Write(path, isRaw ? new(kind.Raw("-f"), new()) : new(null, kind.Qcow2(compress: false)), plan);
            Outputs.SayMade(path, $"{(isRaw ? "raw" : "qcow2")}, {Bytes.Show(length)}");
            return ExitCode.Done;
        });
    }

    private static int MakeOverlay(string path, string backing, string? backingFormat, string? size, bool isRaw, FormatWords kind,
        bool unseen)
    {
        if (isRaw)
            throw new UsageException("a raw disk has no backing file: add -f qcow2");
        if (Outputs.IsStandardOutput(path))
            throw new UsageException("a backing file's name counts from the image's folder, and standard output has none: name a file");
        if (DiskFormats.Find(backingFormat) is not { } format)
            throw new UsageException("the format of the backing file is missing, and is not guessed: add -F raw or -F qcow2");

        string below = Qcow2Overlay.PathOf(path, backing) ?? throw new UsageException($"'{backing}' is no file's name");
        if (unseen && size is null)
            throw new UsageException("-u does not look at the backing file, so SIZE is needed");
        long length = unseen ? Sizes.Parse(size!) : LengthOf(below, format, size);
        Qcow2Overlay.Write(path, length, backing, format, kind.Qcow2(compress: false));
        Say.Line($"{path}: qcow2, {Bytes.Show(length)}, over {below}");
        return ExitCode.Done;
    }

    // The backing file is looked at in any case: one that is not there, or is of another format, is said at once.
    private static long LengthOf(string below, DiskFormat format, string? size) =>
        DiskInfo.Of(below, format).VirtualSize!.Value is var whole && size is null ? whole : Sizes.Parse(size!);
}
