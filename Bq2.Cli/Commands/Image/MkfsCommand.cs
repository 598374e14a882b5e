using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes a file system in a file, and fills it.</summary>
internal static partial class MkfsCommand
{
    public const string Summary = "Makes a file system, filled from a folder or an archive.";

    private const string Ext4 = "ext4", Erofs = "erofs";

    // The kinds and the FAT types they mean; for fat the size decides.
    private static readonly Dictionary<string, FatType?> s_kinds = new()
    {
        ["fat"] = null,
        ["fat12"] = FatType.Fat12,
        ["fat16"] = FatType.Fat16,
        ["fat32"] = FatType.Fat32,
        [Ext4] = null,
        [Erofs] = null,
    };

    public static void Define(Command command)
    {
        var kind = KindArgument();
        var output = new Argument<string>("OUT") { Description = "The file to make; - for standard output" }.OfferingFiles();
        var size = Bytes.Option("--size",
            "Its size (when not given: its content and a quarter more, at least 34 MiB for FAT32 and 16 MiB for ext4)");
        var from = Options.Text("--from", "SOURCE", $"What to copy into it: {TreeWords.Meaning}").OfferingFiles();
        var label = Options.Text("--label", "TEXT", "Its name, up to 11 characters, or 16 bytes of UTF-8 for ext4 and erofs");
        var uuid = Options.Text("--uuid", "ID", "What Linux shows as its UUID; for FAT, eight hexadecimal digits");
        command.Add(kind);
        command.Add(output);
        foreach (Option option in (Option[])[size, from, label, uuid])
            command.Add(option);
        var fat = DefineFat(command, kind);
        var ext4 = DefineExt4(command, kind);
        var erofs = DefineErofs(command, kind);
        var keep = DefineKeep(command, kind);
        OnlyFor(command, kind, type => type != Erofs, size);
        var form = DiskTarget.AddTo(command, "raw");

        command.SetAction(words =>
        {
            Memory.KeepAll();
            var common =
                new Common(words.GetValue(size), words.GetValue(from), words.GetValue(label), words.GetValue(uuid), keep(words));
            string path = words.GetRequiredValue(output), type = words.GetRequiredValue(kind);
            var (plan, text) = type switch
            {
                Ext4 => ext4(words, common),
                Erofs => erofs(words, common),
                _ => fat(words, common),
            };
            DiskWriter.Write(path, form(words, "raw"), plan);

            // If the volume went to standard output, nothing else may go there.
            Outputs.SayMade(path, $"{text}, {Bytes.Show(plan.Length)}");
            return ExitCode.Done;
        });
    }

    private static Argument<string> KindArgument()
    {
        var kind = new Argument<string>("KIND")
        {
            Description = "fat (FAT32 from 512 MiB on or without a size), fat12, fat16, fat32, ext4 or erofs",
        };
        kind.Offering([.. s_kinds.Keys]);
        kind.Validators.Add(given =>
        {
            if (!s_kinds.ContainsKey(given.Tokens[0].Value))
            {
                given.AddError(
                    $"'{given.Tokens[0].Value}' is not a supported file system: expected fat, fat12, fat16, fat32, ext4 or erofs");
            }
        });
        return kind;
    }

    /// <summary>Refuses options that only other kinds have.</summary>
    private static void OnlyFor(Command command, Argument<string> kind, Func<string, bool> fits, params Option[] options) =>
        command.Validators.Add(given =>
        {
            string type = given.GetResult(kind) is { Tokens: [var token, ..] } ? token.Value : "";
            if (s_kinds.ContainsKey(type) && !fits(type) && Array.Find(options, each => given.GetResult(each) is not null) is { } option)
                given.AddError($"{type} does not have {option.Name}");
        });

    private static Func<ParseResult, FolderOptions> DefineKeep(Command command, Argument<string> kind)
    {
        Option<bool>[] keep =
        [
            new("--keep-times") { Description = "Give the files in ext4 or erofs the times that they have here" },
            new("--keep-owners") { Description = "The same for owners and groups, which are root when not given" },
            new("--keep-xattrs") { Description = "The same for extended attributes" },
        ];
        foreach (var option in keep)
            command.Add(option);
        OnlyFor(command, kind, type => type is Ext4 or Erofs, keep);
        return words => new()
        {
            KeepTimes = words.GetValue(keep[0]),
            KeepOwners = words.GetValue(keep[1]),
            KeepXattrs = words.GetValue(keep[2]),
        };
    }

    private static Guid UuidOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id
        : throw new UsageException($"--uuid is '{text}': expected a UUID, such as 5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69");

    /// <summary>What all kinds have.</summary>
    private sealed record Common(long? Size, string? From, string? Label, string? Uuid, FolderOptions Keep)
    {
        public Tree Tree() => From is null ? new() : Inputs.Tree(From, new() { Folder = Keep });
    }
}
