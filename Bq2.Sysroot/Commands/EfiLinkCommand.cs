using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Sysroot.Commands;

/// <summary>Links objects into a UEFI program.</summary>
internal static class EfiLinkCommand
{
    public const string Summary = "Links COFF objects into a UEFI program.";

    /// <summary>The kinds of programs, by the words for them.</summary>
    public static Dictionary<string, Subsystem> Subsystems { get; } = new()
    {
        ["app"] = Subsystem.EfiApplication,
        ["boot-driver"] = Subsystem.EfiBootServiceDriver,
        ["runtime-driver"] = Subsystem.EfiRuntimeDriver,
    };

    public static void Define(Command command)
    {
        var objects = new Argument<string[]>("OBJ") { Description = "Objects of one machine, in the order they are to lie, and archives to search", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("-o") { HelpName = "OUT", Description = "The program to make", Required = true };
        var entry = new Option<string?>("--entry") { HelpName = "SYMBOL", Description = $"The symbol that firmware calls ({new LinkOptions().Entry} when not given)" };
        var subsystem = Options.Choice("--subsystem", "The kind of program (app when not given)", [.. Subsystems.Keys]);
        var map = new Option<string?>("--map") { HelpName = "FILE", Description = "Write what lies where in the program, as JSON if FILE ends in .json" };
        command.Add(objects);
        foreach (Option option in (Option[])[output, entry, subsystem, map])
            command.Add(option);

        command.SetAction(words => Link(words.GetRequiredValue(objects), words.GetRequiredValue(output), words.GetValue(map), new()
        {
            Map = words.GetValue(map) is not null,
            Entry = words.GetValue(entry) ?? new LinkOptions().Entry,
            Subsystem = Subsystems[words.GetValue(subsystem) ?? "app"],
        }));
    }

    private static int Link(string[] objects, string output, string? map, LinkOptions options)
    {
        var files = objects.AsParallel().AsOrdered().Select(Read).ToList();
        var link = EfiLinker.Link([.. files.OfType<CoffObject>()], options with { Libraries = [.. files.OfType<CoffArchive>()] });
        Faults.Complain(link.Warnings);
        if (link.Image is not { } image)
            return Faults.Complain(link.Faults);

        if (map is not null)
            NewFile.Write(map, Encoding.UTF8.GetBytes(TextOf(link.Map!, map)));
        NewFile.Write(output, image);
        Say.Line($"{output}: {image.Length:N0} bytes for {PeImage.Read(output, image).FileHeader.Machine.Name()}");
        return ExitCode.Done;
    }

    public static string TextOf(LinkMap map, string path) => Path.GetExtension(path) == ".json"
        ? JsonSerializer.Serialize(map, LinkMapJson.Default.LinkMap) + "\n"
        : map.ToString();

    private static object Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return CoffArchive.IsArchive(bytes) ? CoffArchive.Read(path, bytes) : CoffObject.Read(path, bytes);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LinkMap))]
internal sealed partial class LinkMapJson : JsonSerializerContext;
