using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Unpacks an archive into a folder.</summary>
internal static class UnpackCommand
{
    public const string Summary = "Unpacks an archive, or a volume of a disk image, into a folder.";

    // More are counted, not listed.
    private const int MaxNotes = 5;

    public static void Define(Command command)
    {
        var source = new Argument<string>("FILE") { Description = $"What to unpack: {TreeWords.Meaning}" }.OfferingFiles();
        var folder = new Argument<string>("DIR") { Description = "The folder to unpack into, made if it does not exist" }.OfferingFolders();
        var owners = new Option<bool>("--keep-owners") { Description = "Set owners even if not root, and fail if that is not allowed" };
        var noOwners = new Option<bool>("--no-owners") { Description = "Set no owners, even as root" };
        var noXattrs = new Option<bool>("--no-xattrs") { Description = "Set no extended attributes" };
        var most = TreeWords.MaxUnpacked();
        var output = Options.Output();
        command.Add(source);
        command.Add(folder);
        foreach (Option option in (Option[])[owners, noOwners, noXattrs, most, output])
            command.Add(option);
        Options.Exclude(command, noOwners, "sets none", owners);
        var opening = Options.Opening(command, "an image");

        command.SetAction(words =>
        {
            var tree = Inputs.Tree(words.GetRequiredValue(source), new()
            {
                Folder = new() { KeepTimes = true, KeepXattrs = true, KeepOwners = true },
                Archive = new() { Unpacking = new() { MaxLength = words.GetValue(most) } },
                Opening = opening(words),
            });
            var options = new FolderWriteOptions
            {
                KeepOwners = words.GetValue(owners) ? true : words.GetValue(noOwners) ? false : null,
                KeepXattrs = !words.GetValue(noXattrs),
            };
            return Unpack(tree, words.GetRequiredValue(folder), options, words.GetValue(output));
        });
    }

    private static int Unpack(Tree tree, string folder, FolderWriteOptions options, string? output)
    {
        FolderSummary? made = null;
        long total = tree.Walk().Sum(entry => entry.Kind == EntryKind.File ? entry.Content!.Length : 0);
        Progress.Show(folder, total, progress => made = tree.WriteTo(folder, options, progress));
        Note(made!.Skipped, "is a device or socket, which is left out");
        Note(made.Xattrs, "cannot be set here");
        if (output == "json" || !Say.Quiet)
        {
            Answer.Print(output, new(folder, made.Entries, made.Bytes, made.Skipped, made.Xattrs),
                UnpackJson.Default.UnpackedFolder, Text);
        }

        return ExitCode.Done;
    }

    private static void Note(IReadOnlyList<string> names, string what)
    {
        foreach (string name in names.Take(MaxNotes))
            Say.Note($"{name} {what}");
        if (names.Count > MaxNotes)
            Say.Note(FormattableString.Invariant($"{names.Count - MaxNotes:N0} more of this kind"));
    }

    private static string Text(UnpackedFolder made) =>
        $"{made.Folder}: {Counts.Entries(made.Entries)}, {Bytes.Show(made.Bytes)}";
}

/// <summary>What was unpacked.</summary>
internal sealed record UnpackedFolder(
    string Folder, int Entries, long Bytes, IReadOnlyList<string> Skipped, IReadOnlyList<string> XattrsNotSet);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(UnpackedFolder))]
internal sealed partial class UnpackJson : JsonSerializerContext;
