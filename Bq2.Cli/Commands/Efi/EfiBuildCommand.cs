using System.CommandLine;
using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>Makes a UEFI program from C# files or a C# project.</summary>
internal static partial class EfiBuildCommand
{
    public const string Summary = "Makes a UEFI program from C# source.";

    private static readonly string[] s_machines =
        [.. MachineNames.All.Select(machine => machine.Name()), .. MachineNames.All.Select(machine => machine.DebianName())];

    public static void Define(Command command)
    {
        var source = new Argument<string[]>("SOURCE")
        {
            Description = "C# files, - for standard input, or a project: a .csproj file or its folder",
            Arity = ArgumentArity.OneOrMore,
        }.OfferingFiles();
        var output = new Option<string>("-o")
        {
            HelpName = "OUT",
            Description = "The program to make; - for standard output",
            Required = true,
        }.OfferingFiles();
        var arch = Options.Choice("--arch", "The machine that the program is for", s_machines);
        var subsystem = Options.Choice("--subsystem", "The kind of program (app when not given)", [.. EfiLinkCommand.Subsystems.Keys]);
        var map = Options.Text("--map", "FILE", "Write a map of the program, as JSON if FILE ends in .json").OfferingFiles();
        var sbat = Options.Text("--sbat", "FILE", "SBAT rows to include; shim requires them under Secure Boot").OfferingFiles();
        var noNames = new Option<bool>("--no-names")
        {
            Description = "Leave out the names of the program and its methods: smaller, but exceptions no longer show where they came from",
        };
        var keepObject = new Option<bool>("--keep-object") { Description = "Keep the compiler's object file beside OUT" };
        var sdk = Options.Text("--sdk", "DIR", "The .NET to compile with (when not given: DOTNET_ROOT, or the dotnet on PATH)")
            .OfferingFolders();
        arch.Required = true;
        command.Add(source);
        foreach (Option option in (Option[])[output, arch, subsystem, map, sbat, noNames, keepObject, sdk])
            command.Add(option);

        command.SetAction(words => new Build(words.GetRequiredValue(output), MachineNames.Parse(words.GetValue(arch)!)!.Value)
        {
            Subsystem = EfiLinkCommand.Subsystems[words.GetValue(subsystem) ?? "app"],
            Map = words.GetValue(map),
            Sbat = words.GetValue(sbat),
            Names = !words.GetValue(noNames),
            KeepObject = words.GetValue(keepObject),
            Sdk = words.GetValue(sdk),
        }.Run(words.GetRequiredValue(source)));
    }

    /// <summary>The same command with the options of the Crystal system's efi-app-builder.</summary>
    public static void DefineAppBuilder(Command command)
    {
        var input = new Option<string>("--input")
        {
            HelpName = "PATH",
            Description = "A C# file or a project",
            DefaultValueFactory = _ => "src/hello-efi.cs",
        }.OfferingFiles();
        var output = new Option<string>("--output")
        {
            HelpName = "PATH",
            Description = "The program to make",
            DefaultValueFactory = _ => "hello-efi.efi",
        }.OfferingFiles();
        var arch = Options.Choice("--arch", "The machine that the program is for (aarch64 when not given)", s_machines);
        var keepObject = new Option<bool>("--keep-object") { Description = "Keep the compiler's object file beside the program" };
        foreach (Option option in (Option[])[input, output, arch, keepObject])
            command.Add(option);

        command.SetAction(words => new Build(words.GetRequiredValue(output), MachineNames.Parse(words.GetValue(arch) ?? "aarch64")!.Value)
        {
            KeepObject = words.GetValue(keepObject),
        }.Run([words.GetRequiredValue(input)]));
    }
}
