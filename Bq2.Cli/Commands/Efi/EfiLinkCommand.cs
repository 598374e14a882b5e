using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Cli;

/// <summary>Links objects into a UEFI program.</summary>
internal static class EfiLinkCommand
{
    public const string Summary = "Links COFF objects into a UEFI program.";

    /// <summary>The subsystems, by their names on the command line.</summary>
    public static Dictionary<string, Subsystem> Subsystems { get; } = new()
    {
        ["app"] = Subsystem.EfiApplication,
        ["boot-driver"] = Subsystem.EfiBootServiceDriver,
        ["runtime-driver"] = Subsystem.EfiRuntimeDriver,
    };

    public static void Define(Command command)
    {
        var objects = new Argument<string[]>("OBJ")
        {
            Description = "Objects for one machine, in the order of their sections in the program, and archives to search",
            Arity = ArgumentArity.OneOrMore,
        }.OfferingFiles();
        var output = new Option<string>("-o")
        {
            HelpName = "OUT",
            Description = "The program to make; - for standard output",
            Required = true,
        }.OfferingFiles();
        var entry = Options.Text("--entry", "SYMBOL", $"The symbol that firmware calls first ({new LinkOptions().Entry} when not given)");
        var subsystem = Options.Choice("--subsystem", "The kind of program (app when not given)", [.. Subsystems.Keys]);
        var map = Options.Text("--map", "FILE", "Write a map of the program, as JSON if FILE ends in .json").OfferingFiles();
        var name = Options.Text("--name", "NAME", "The program's name in firmware logs (the name of OUT when not given; none if empty)");
        var sbat = Options.Text("--sbat", "FILE", "SBAT rows to include; shim requires them under Secure Boot").OfferingFiles();
        var sbom = Options.Text("--sbom", "FILE", "A software bill of materials to include; Microsoft requires one").OfferingFiles();
        var bare = new Option<bool>("--no-unwind") { Description = "Leave out the stack unwind tables" };
        var keep = new Option<bool>("--no-collect") { Description = "Keep sections that nothing refers to" };
        var fold =
            Options.Choice("--fold", "Which equal read-only data to merge: only where no program can tell (safe, when not given), or all",
                "safe", "all");
        var apart = new Option<bool>("--no-fold") { Description = "Keep every copy of equal read-only data" };
        command.Add(objects);
        foreach (Option option in (Option[])[output, entry, subsystem, map, name, sbat, sbom, bare, keep, fold, apart])
            command.Add(option);
        command.Validators.Add(given =>
        {
            if (given.GetValue(apart) && given.GetValue(fold) is not null)
                given.AddError("--fold and --no-fold contradict each other: give one of them");
        });

        command.SetAction(words => Link(words.GetRequiredValue(objects), words.GetRequiredValue(output), words.GetValue(map), new()
        {
            Map = words.GetValue(map) is not null,
            Entry = words.GetValue(entry) ?? new LinkOptions().Entry,
            Subsystem = Subsystems[words.GetValue(subsystem) ?? "app"],
            Unwind = !words.GetValue(bare),
            Collect = !words.GetValue(keep),
            Fold = words.GetValue(apart) ? Folding.None : words.GetValue(fold) == "all" ? Folding.All : Folding.Safe,
            Name = words.GetValue(name) is { } given ? (given.Length == 0 ? null : given) : NameOf(words.GetRequiredValue(output)),
            Sbat = ReadSection(words.GetValue(sbat)),
            Sbom = ReadSection(words.GetValue(sbom)),
        }));
    }

    private static int Link(string[] objects, string output, string? map, LinkOptions options)
    {
        Outputs.CheckDistinct(output, map);

        // A file named twice is linked once. The linker drops duplicate objects too, but here it would see two different ones.
        objects = [.. objects.DistinctBy(word => Inputs.CanBeReadOnce(word) ? new object() : Path.GetFullPath(word))];
        var files = new object[objects.Length];
        Cores.For(files.Length, i => files[i] = Read(objects[i]));
        var link = EfiLinker.Link([.. files.OfType<CoffObject>()], options with { Libraries = [.. files.OfType<CoffArchive>()] });
        Faults.Complain(link.Warnings);
        if (link.Image is not { } image)
            return Faults.Complain(link.Faults);

        if (map is not null)
            Outputs.Write(map, Encoding.UTF8.GetBytes(TextOf(link.Map!, map)));
        Outputs.Write(output, image);
        Outputs.SayMade(output, $"{image.Length:N0} bytes for {link.Machine!.Value.Name()}");
        return ExitCode.Done;
    }

    public static string TextOf(LinkMap map, string path) => Path.GetExtension(path) == ".json"
        ? JsonSerializer.Serialize(map, LinkMapJson.Default.LinkMap) + "\n"
        : map.ToString();

    public static ReadOnlyMemory<byte> ReadSection(string? path)
    {
        if (path is null)
            return default;
        byte[] bytes = Inputs.ReadAll(path);
        return bytes.Length > 0 ? bytes
            : throw new FaultException(new(ProgramFaults.EmptySection, "the file is empty, and firmware refuses an empty section")
                { Path = path });
    }

    private static string? NameOf(string output) => Outputs.IsStandardOutput(output) ? null : Path.GetFileName(output);

    private static object Read(string path)
    {
        var file = Inputs.Open(path, Array.MaxLength);
        var bytes = MappedFile.Read(file);
        return CoffArchive.IsArchive(bytes.Span) ? CoffArchive.Read(file.Name, bytes) : CoffObject.Read(file.Name, bytes);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LinkMap))]
internal sealed partial class LinkMapJson : JsonSerializerContext;
