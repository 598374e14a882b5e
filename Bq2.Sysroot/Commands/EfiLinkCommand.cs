using System.CommandLine;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Sysroot.Commands;

/// <summary>Links objects into a UEFI program.</summary>
internal static class EfiLinkCommand
{
    public const string Summary = "Links COFF objects into a UEFI program.";

    private static readonly Dictionary<string, Subsystem> s_subsystems = new()
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
        var subsystem = Options.Choice("--subsystem", "The kind of program (app when not given)", [.. s_subsystems.Keys]);
        command.Add(objects);
        foreach (Option option in (Option[])[output, entry, subsystem])
            command.Add(option);

        command.SetAction(words => Link(words.GetRequiredValue(objects), words.GetRequiredValue(output), new()
        {
            Entry = words.GetValue(entry) ?? new LinkOptions().Entry,
            Subsystem = s_subsystems[words.GetValue(subsystem) ?? "app"],
        }));
    }

    private static int Link(string[] objects, string output, LinkOptions options)
    {
        var files = objects.AsParallel().AsOrdered().Select(Read).ToList();
        var link = EfiLinker.Link([.. files.OfType<CoffObject>()], options with { Libraries = [.. files.OfType<CoffArchive>()] });
        Faults.Complain(link.Warnings);
        if (link.Image is not { } image)
            return Faults.Complain(link.Faults);

        NewFile.Write(output, image);
        Say.Line($"{output}: {image.Length:N0} bytes for {PeImage.Read(output, image).FileHeader.Machine.Name()}");
        return ExitCode.Done;
    }

    private static object Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return CoffArchive.IsArchive(bytes) ? CoffArchive.Read(path, bytes) : CoffObject.Read(path, bytes);
    }
}
