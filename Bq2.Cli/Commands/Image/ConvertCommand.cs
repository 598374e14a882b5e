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
        var threads = QemuWords.Threads();
        var cache = QemuWords.WriteCache("unsafe");
        foreach (Option option in (Option[])[QemuWords.Percent(), threads, cache])
            command.Add(option);
        QemuWords.AddReading(command);
        QemuWords.Accept(command, ("-W", "Write in any order"), ("-C", "Let the system copy"));
        QemuWords.RefuseDescriptions(command);
        QemuWords.Refuse(command,
            ("--target-image-opts", "images are named by their files"),
            ("--salvage", "a copy without what cannot be read would look like a whole one"),
            ("--bitmaps", "bitmaps are not copied: info lists them"),
            ("--skip-broken-bitmaps", "bitmaps are not copied: info lists them"),
            ("-r*", "the speed of a copy is not limited"),
            ("-B*", "the copy holds all of the disk: create -b makes an image over another one"),
            ("-F*", "it belongs to -B: the copy holds all of the disk"));

        var sparse = Bytes.Option("-S", "0 makes room for every byte; any other size leaves holes, of 64 KiB or a cluster");
        var present = new Option<bool>("-n") { Description = "Write into DST as it is there, in its format; what does not fit is refused" };
        var zero = new Option<bool>("--target-is-zero")
        {
            Description = "With -n: DST holds nothing but zeros, which need not be written then",
        };
        var snapshot = Options.Text("-l", "NAME", "Copy a snapshot of SRC, by its id or name, and not its disk as it is now");
        foreach (Option option in (Option[])[sparse, present, zero, snapshot])
            command.Add(option);

        command.SetAction(said =>
        {
            string path = said.GetRequiredValue(target);
            bool isPresent = said.GetValue(present);
            if (isPresent)
                RefuseBesideN(said, command);
            else if (said.GetValue(zero))
                throw new UsageException("--target-is-zero is for -n: a new image holds nothing else");
            var to = isPresent ? null
                : form(said, "raw").With(said.GetValue(threads), QemuWords.Syncs(said.GetValue(cache)), said.GetValue(sparse) == 0);
            using var file = Inputs.Open(said.GetRequiredValue(source));
            using var disk = DiskImage.Open(file, opening(said) with { Snapshot = SnapshotOf(said.GetValue(snapshot)) });
            if (to is not null)
                DiskWriter.Write(path, to, Regions.Of(disk));
            else
                Overwrite(Inputs.InPlace(path), disk, DiskFormats.Find(said.GetValue<string?>("-O")), said.GetValue(zero), opening(said));
            return ExitCode.Done;
        });
    }

    // "NAME", or as qemu-img has it besides "snapshot.id=ID" and "snapshot.name=NAME".
    private static string? SnapshotOf(string? word)
    {
        foreach (string begin in (string[])["snapshot.id=", "snapshot.name="])
            word = word?.StartsWith(begin, StringComparison.Ordinal) == true ? word[begin.Length..] : word;
        return word;
    }

    // What only a new image has.
    private static void RefuseBesideN(ParseResult said, Command command)
    {
        string[] words = ["-c", "-o", "-S", "-m", "--sync"];
        if (command.Options.FirstOrDefault(option => words.Contains(option.Name) && said.GetResult(option) is { Implicit: false }) is
            { } odd)
            throw new UsageException($"-n writes into an image as it is there, so {odd.Name} does not go with it");
    }

    private static void Overwrite(string path, Source source, DiskFormat? format, bool isZero, OpenOptions options)
    {
        using var target = DiskImage.OpenForWriting(path, options with { Format = format });
        Progress.Show(path, source.Length, progress => DiskCopy.Overwrite(target, source, isZero, progress));
        target.Flush();
    }
}
