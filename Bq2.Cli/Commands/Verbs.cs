
namespace Bq2.Cli;

/// <summary>Every command, and every name of the program. A command is a file in Commands/ and a line here.</summary>
internal static class Verbs
{
    private static readonly Verb s_help = new(HelpCommand.Name, HelpCommand.Summary, HelpCommand.Define) { IsHidden = true };

    private static readonly Verb s_image = new("image", "Makes disks, looks into them and boots them.")
    {
        Verbs =
        [
            new("build", BuildCommand.Summary, BuildCommand.Define),
            new("create", CreateCommand.Summary, CreateCommand.Define),
            new("convert", ConvertCommand.Summary, ConvertCommand.Define),
            new("measure", MeasureCommand.Summary, MeasureCommand.Define),
            new("mkfs", MkfsCommand.Summary, MkfsCommand.Define),
            new("info", InfoCommand.Summary, InfoCommand.Define),
            new("check", CheckCommand.Summary, CheckCommand.Define) { Failed = CheckCommand.Failed, ExitCodes = CheckCommand.ExitCodes },
            new("map", MapCommand.Summary, MapCommand.Define),
            new("compare", CompareCommand.Summary, CompareCommand.Define)
                { Failed = CompareCommand.Failed, ExitCodes = CompareCommand.ExitCodes },
            new("diff", DiffCommand.Summary, DiffCommand.Define) { Failed = DiffCommand.Failed, ExitCodes = DiffCommand.ExitCodes },
            new("initrd", InitrdCommand.Summary, InitrdCommand.Define),
            new("resize", ResizeCommand.Summary, ResizeCommand.Define),
            new("snapshot", SnapshotCommand.Summary, SnapshotCommand.Define),
            new("commit", CommitCommand.Summary, CommitCommand.Define),
            new("rebase", RebaseCommand.Summary, RebaseCommand.Define),
            new("ls", LsCommand.Summary, LsCommand.Define),
            new("cat", CatCommand.Summary, CatCommand.Define),
            new("cp", CpCommand.Summary, CpCommand.Define),
            new("rm", RmCommand.Summary, RmCommand.Define),
            new("mv", MvCommand.Summary, MvCommand.Define),
            new("mkdir", MkdirCommand.Summary, MkdirCommand.Define),
            new("tree", TreeCommand.Summary, TreeCommand.Define),
            new("pack", PackCommand.Summary, PackCommand.Define),
            new("unpack", UnpackCommand.Summary, UnpackCommand.Define),
            new("run", RunCommand.Summary, RunCommand.Define),
            Verb.Refused("amend", "the options of an image are fixed; convert makes a new image with others"),
            Verb.Refused("bench", "there are no benchmarks here"),
            Verb.Refused("bitmap", "bitmaps are only listed, by info"),
            Verb.Refused("dd", "convert copies a whole disk; for part of a raw disk use dd"),
            s_help,
        ],
    };

    private static readonly Verb s_efi = new("efi", "Makes UEFI programs and looks into them.")
    {
        Verbs =
        [
            new("build", EfiBuildCommand.Summary, EfiBuildCommand.Define),
            new("link", EfiLinkCommand.Summary, EfiLinkCommand.Define),
            new("dump", EfiDumpCommand.Summary, EfiDumpCommand.Define),
            new("verify", EfiVerifyCommand.Summary, EfiVerifyCommand.Define),
            s_help,
        ],
    };

    private static readonly Verb s_bq2 = new("bq2", "Turns C# and a kernel into a disk that boots.", Bq2Command.Define)
    {
        Verbs =
        [
            s_image,
            s_efi,
            new("completion", CompletionCommand.Summary, CompletionCommand.Define),
            new(ManCommand.Name, ManCommand.Summary, ManCommand.Define) { IsHidden = true },
            s_help,
        ],
    };

    private static readonly (string Name, Verb Verb)[] s_names =
    [
        ("bq2", s_bq2),
        ("bq2-image", s_image),
        ("bq2-efi", s_efi),
        ("efi-app-builder", new("efi-app-builder", EfiBuildCommand.Summary, EfiBuildCommand.DefineAppBuilder)),
    ];

    public static IEnumerable<string> Names => s_names.Select(each => each.Name);

    public static Verb CalledBy(string name)
    {
        foreach (var (known, verb) in s_names)
        {
            if (known == name)
                return verb;
        }

        throw new UsageException($"no program has this name{Near.Words(name, Names)}");
    }
}
