using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes an empty disk, or one over a backing file.</summary>
internal static class CreateCommand
{
    public const string Summary = "Makes an empty disk.";

    public static void Define(Command command)
    {
        var file = new Argument<string>("FILE") { Description = "The image to make; - for standard output" }.OfferingFiles();
        var size = new Argument<string?>("SIZE")
        {
            Description = "The size of the disk, such as 10G (the backing file's when not given)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = Options.Choice("-f", "The format of FILE (raw when not given)", "raw", "qcow2");
        var words = FormatWords.Option();
        var backing = Options.Text(
            "-b",
            "BACKING",
            "The backing file, whose data show until they are overwritten; relative to FILE's folder").OfferingFiles();
        var backingFormat = Options.Choice("-F", "The format of BACKING", "raw", "qcow2");
        command.Add(file);
        command.Add(size);
        var unseen = new Option<bool>("-u") { Description = "Do not open BACKING, which may not exist yet; needs SIZE" };
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
                throw new UsageException("-F is the format of the backing file: add -b BACKING");

            long length = Sizes.Parse(said.GetValue(size) ?? throw new UsageException("the size of the disk is missing: add SIZE"));
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
            throw new UsageException("a raw disk cannot have a backing file: add -f qcow2");
        if (Outputs.IsStandardOutput(path))
            throw new UsageException("a backing file is named relative to the image's folder, and standard output has none: name a file");
        if (DiskFormats.Find(backingFormat) is not { } format)
            throw new UsageException("the format of the backing file is missing (it is not guessed): add -F raw or -F qcow2");

        string below = Qcow2Overlay.PathOf(path, backing) ?? throw new UsageException($"'{backing}' is not a file name");
        if (unseen && size is null)
            throw new UsageException("-u does not open the backing file, so SIZE is needed");
        long length = unseen ? Sizes.Parse(size!) : LengthOf(below, format, size);
        Qcow2Overlay.Write(path, length, backing, format, kind.Qcow2(compress: false));
        Say.Line($"{path}: qcow2, {Bytes.Show(length)}, over {below}");
        return ExitCode.Done;
    }

    // Open the backing file even if SIZE is given: a missing one, or one of another format, is reported at once.
    private static long LengthOf(string below, DiskFormat format, string? size) =>
        DiskInfo.Of(below, format).VirtualSize!.Value is var whole && size is null ? whole : Sizes.Parse(size!);
}
