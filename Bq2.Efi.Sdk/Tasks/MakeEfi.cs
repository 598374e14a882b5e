using Bq2.Efi.Elf;
using Bq2.Efi.Files;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Microsoft.Build.Framework;

namespace Bq2.Efi.Sdk;

/// <summary>Makes a UEFI program of an assembly as part of a build. Faults become build errors.</summary>
public sealed class MakeEfi : Microsoft.Build.Utilities.Task
{
    /// <summary>The assembly that csc made.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The assembly that holds System.Object; the program's own if it brings one.</summary>
    [Required]
    public string CoreLibrary { get; set; } = "";

    /// <summary>The other references of the program.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>x86_64 or aarch64.</summary>
    [Required]
    public string Machine { get; set; } = "";

    /// <summary>Where the ahead-of-time compiler is.</summary>
    [Required]
    public string Ilc { get; set; } = "";

    /// <summary>Its options for optimization, separated by spaces; the usual ones if empty.</summary>
    public string IlcOptimization { get; set; } = "";

    /// <summary>Where to leave its object.</summary>
    [Required]
    public string ObjectFile { get; set; } = "";

    /// <summary>The program to make.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>
    /// Put the program's name and those of its methods into it, so that crash logs and exceptions can say where they came from.
    /// </summary>
    public bool Names { get; set; } = true;

    /// <summary>Path of the map file; none if empty.</summary>
    public string Map { get; set; } = "";

    /// <summary>A file with SBAT rows, which shim requires under Secure Boot; none if empty.</summary>
    public string Sbat { get; set; } = "";

    /// <summary>Make a static program for Linux; the assembly exports LinuxMain, not EfiMain.</summary>
    public bool Linux { get; set; }

    public override bool Execute()
    {
        if (MachineNames.All.FirstOrDefault(each => each.Name() == Machine) is not (> 0 and var machine))
        {
            Log.LogError(
                null, BuildFaults.MachineUnknown.Code, null, null, 0, 0, 0, 0, "Machine is '{0}': expected x86_64 or aarch64", Machine);
            return false;
        }

        var compiler = new IlCompiler(Ilc);
        if (IlcOptimization.Length > 0)
            compiler = compiler with { Optimization = IlcOptimization.Split(' ') };
        var program = new EfiProgram(compiler, machine)
        {
            CoreLibrary = CoreLibrary,
            References = [.. References.Select(reference => reference.ItemSpec)],
            Names = Names,
            Link = Options(),
        };
        var made = program.Make(Assembly, ObjectFile);
        foreach (var fault in made.Faults)
            Say(fault);
        if (made.Image is { } image && !Log.HasLoggedErrors)
            Keep(Linux ? ElfProgram.Write(PeImage.Read(Output, image)) : image, made.Map);
        return !Log.HasLoggedErrors;
    }

    private LinkOptions Options()
    {
        var options = new LinkOptions
        {
            Name = Names ? Path.GetFileName(Output) : null,
            Map = Map.Length > 0,
            Sbat = Sbat.Length > 0 ? NamedFile.ReadAll(Sbat) : default,
        };
        return Linux ? options with { Entry = ElfProgram.Entry, SectionGap = ElfProgram.LargestPage } : options;
    }

    private void Keep(byte[] image, LinkMap? map)
    {
        if (map is not null)
            NewFile.Write(Map, System.Text.Encoding.UTF8.GetBytes(map.ToString()));
        NewFile.Write(Output, image);
        Log.LogMessage(MessageImportance.High, "{0}: {1:N0} bytes", Output, image.Length);
    }

    private void Say(BuildFault fault)
    {
        if (fault.IsWarning)
            Log.LogWarning(null, fault.Code, null, fault.File, fault.Line, fault.Column, 0, 0, "{0}", fault.Message);
        else
            Log.LogError(null, fault.Code, null, fault.File, fault.Line, fault.Column, 0, 0, "{0}", fault.Message);
    }
}
