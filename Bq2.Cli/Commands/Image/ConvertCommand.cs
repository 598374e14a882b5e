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
            ("--target-image-opts", "name the image by its file"),
            ("--salvage", "a copy without the unreadable parts would look complete"),
            ("--bitmaps", "bitmaps are not copied: info lists them"),
            ("--skip-broken-bitmaps", "bitmaps are not copied: info lists them"),
            ("-r*", "rate limits are not supported"),
            ("-B*", "the copy holds the whole disk: create -b makes an image with a backing file"),
            ("-F*", "it belongs to -B, which is not supported either"));

        var sparse = Bytes.Option("-S", "0 allocates every byte; any other size leaves holes of 64 KiB or a cluster");
        var present = new Option<bool>("-n") { Description = "Write into the existing DST, in its format; it must be large enough" };
        var zero = new Option<bool>("--target-is-zero")
        {
            Description = "With -n: DST is all zeros, so zeros need not be written",
        };
        var snapshot = Options.Text("-l", "NAME", "Copy a snapshot of SRC, by id or name, instead of its current disk");
        foreach (Option option in (Option[])[sparse, present, zero, snapshot])
            command.Add(option);

        command.SetAction(said =>
        {
            string path = said.GetRequiredValue(target);
            bool isPresent = said.GetValue(present);
            if (isPresent)
                RefuseBesideN(said, command);
            else if (said.GetValue(zero))
                throw new UsageException("--target-is-zero needs -n: a new image is all zeros anyway");
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

    // "NAME", or as in qemu-img "snapshot.id=ID" or "snapshot.name=NAME".
    private static string? SnapshotOf(string? word)
    {
        foreach (string begin in (string[])["snapshot.id=", "snapshot.name="])
            word = word?.StartsWith(begin, StringComparison.Ordinal) == true ? word[begin.Length..] : word;
        return word;
    }

    // Options that only a new image can have.
    private static void RefuseBesideN(ParseResult said, Command command)
    {
        string[] words = ["-c", "-o", "-S", "-m", "--sync"];
        if (command.Options.FirstOrDefault(option => words.Contains(option.Name) && said.GetResult(option) is { Implicit: false }) is
            { } odd)
            throw new UsageException($"-n writes into an existing image, so {odd.Name} does not go with it");
    }

    private static void Overwrite(string path, Source source, DiskFormat? format, bool isZero, OpenOptions options)
    {
        using var target = DiskImage.OpenForWriting(path, options with { Format = format });
        Progress.ShowInPlace(path, source.Length, (progress, cancellation) =>
            DiskCopy.Overwrite(target, source, isZero, progress, cancellation));
        target.Flush();
    }
}
