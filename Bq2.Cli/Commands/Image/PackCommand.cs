using System.CommandLine;
using Bq2.Efi;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Packs a tree into an archive.</summary>
internal static partial class PackCommand
{
    public const string Summary = "Packs a folder, or what is in an archive or a disk image, into an archive.";

    private const int MaxLevel = 19;

    public static void Define(Command command)
    {
        var source = new Argument<string>("SOURCE") { Description = $"What to pack: {TreeWords.Meaning}" }.OfferingFiles();
        var file = new Option<string>("-o")
        {
            HelpName = "FILE",
            Description = "The archive to make, of the kind and packed as its name ends: .tar, .tar.gz, .tgz, .tar.zst, .cpio, .cpio.gz; "
                + "the folder for an OCI layout; - for standard output",
            Required = true,
        }.OfferingFiles();
        var format = Options.Choice("--format", "The kind of archive (cpio for a name with .cpio, else tar)", "tar", Cpio, Oci);
        var packing = Options.Choice("--packing", "How to pack it, whatever its name", "none", "gzip", "zstd");
        var level = Options.Number("--level", "N", 1, MaxLevel, "How hard to pack: 1 to 9 for gzip, 1 to 19 for zstd");
        var owners = new Option<bool>("--keep-owners") { Description = "Keep the owners of a folder's files (root when not given)" };
        var clamp = ClampOption();
        var exact = new Option<bool>("--nanoseconds") { Description = "Keep the fractions of seconds in times" };
        var digest = new Option<bool>("--digest") { Description = "Print the SHA-256 of the archive, before and after it is packed" };
        var most = TreeWords.MaxUnpacked();
        var sync = new Option<bool>("--sync") { Description = "Sync the archive to the disk" };
        var output = Options.Output();
        var arch = Options.Choice("--arch", "The machine that a container image is for",
            [.. QemuMachine.All.Select(machine => machine.Name)]);
        var tag = Options.Text("--tag", "NAME", "The name of a container image in its layout, such as latest");
        command.Add(source);
        foreach (Option option in (Option[])[file, format, packing, level, owners, clamp, exact, digest, arch, tag, most, sync, output])
            command.Add(option);
        var opening = Options.Opening(command, "an image");

        command.SetAction(words =>
        {
            string path = words.GetRequiredValue(file);
            var kind = PackingOf(path, words.GetValue(packing));
            if (words.GetValue(level) is > 9 and var high && kind == Packing.Gzip)
                throw new UsageException($"--level is {high}: gzip has levels 1 to 9");
            var tree = Inputs.Tree(words.GetRequiredValue(source), new()
            {
                Folder = new() { KeepTimes = true, KeepXattrs = true, KeepOwners = words.GetValue(owners) },
                Archive = new() { Unpacking = new() { MaxLength = words.GetValue(most) } },
                Opening = opening(words),
            });
            var tar = new TarOptions
            {
                MaxTime = words.GetValue(clamp) is { } seconds ? new UnixTime(seconds)
                    : Ambient.SourceDateEpoch() is { } epoch ? epoch : null,
                KeepNanoseconds = words.GetValue(exact),
            };
            var pack = new PackOptions
            {
                Packing = kind,
                Level = words.GetValue(level),
                Digests = words.GetValue(digest),
                Sync = words.GetValue(sync),
            };
            string archive = words.GetValue(format) ?? (IsCpio(path) ? Cpio : "tar");
            if (archive == Oci)
                return MakeLayout(tree, path, words.GetValue(arch), words.GetValue(tag), tar, words.GetValue(packing));
            if (words.GetValue(arch) is not null || words.GetValue(tag) is not null)
                throw new UsageException("--arch and --tag describe a container image: add --format oci");
            return Pack(PlanOf(archive, tree, tar), archive, path, pack, words.GetValue(output));
        });
    }

    private static int Pack(TarPlan plan, string format, string path, PackOptions pack, string? output)
    {
        bool isForward = Outputs.IsStandardOutput(path);
        ArchiveSummary? made = null;
        Progress.Show(isForward ? Outputs.Shown : path, plan.Regions.Length, progress =>
            made = isForward ? Forward(plan, pack, progress) : TarArchive.Write(path, plan, pack, progress));
        foreach (string socket in made!.Skipped)
            Say.Note($"{socket} is a socket, which is left out");

        // If the archive went to standard output, nothing else may go there.
        var answer = PackedArchive.Of(path, format, pack.Packing, made);
        if (!isForward && (output == "json" || !Say.Quiet))
            Answer.Print(output, answer, PackJson.Default.PackedArchive, Text);
        else if (isForward && made.FileSha256 is not null)
            Say.Note(Text(answer), label: "");
        return ExitCode.Done;
    }

    private static ArchiveSummary Forward(TarPlan plan, PackOptions pack, IProgress<long> progress)
    {
        using var output = Outputs.OpenStandardOutput();
        try
        {
            return TarArchive.Write(output, plan, pack, progress);
        }
        catch (FaultException bad)
        {
            throw bad.In(Outputs.Shown);
        }
    }

    private static string Text(PackedArchive made)
    {
        string packed = made.Packing == "none" ? "" : $", packed from {Bytes.Show(made.Length)} with {made.Packing}";
        string line = $"{made.File}: {Counts.Entries(made.Entries)}, {Bytes.Show(made.FileLength)}{packed}";
        if (made.FileSha256 is null)
            return line;
        line += $"\nsha256 {made.FileSha256}";
        return made.Packing == "none" ? line : $"{line}\nsha256 {made.Sha256} unpacked";
    }

    private static Option<long?> ClampOption() => new("--clamp-time")
    {
        HelpName = "SECONDS",
        Description = "Set times after this one, in seconds since 1970, to it (SOURCE_DATE_EPOCH when not given)",
    };
}
