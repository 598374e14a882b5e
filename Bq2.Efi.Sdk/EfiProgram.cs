using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Sdk;

/// <summary>
/// From an assembly to a UEFI program: refuses what does not work without .NET, has ilc compile, and links in this process. The MSBuild
/// task and the command both use it. The caller gives every path; nothing is looked up.
/// </summary>
public sealed record EfiProgram(IlCompiler Compiler, Machine Machine)
{
    /// <summary>The assembly that holds System.Object; the program itself if it brings its own.</summary>
    public required string CoreLibrary { get; init; }

    /// <summary>The other references of the program.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Put the names of methods into the program, so that an exception can say where it came from.</summary>
    public bool Names { get; init; } = true;

    /// <summary>Options for the linker, except whether to keep the unwind table: that is decided here.</summary>
    public LinkOptions Link { get; init; } = new();

    /// <summary>Makes the program of an assembly. The object is left at <paramref name="objectPath"/>.</summary>
    public BuildResult Make(string assembly, string objectPath)
    {
        try
        {
            var refused = Constructs.Refuse([assembly, .. References]);
            if (refused.Exists(fault => !fault.IsWarning))
                return new(null, null, refused);
            var made = Compile(assembly, objectPath);
            return made with { Faults = [.. refused, .. made.Faults] };
        }
        catch (FaultException bad)
        {
            return new(null, null, [BuildFault.Of(bad.Fault)]);
        }
        catch (BadImageFormatException bad)
        {
            string message = $"the program or one of its references is not an assembly: {bad.Message}";
            return new(null, null, [new(BuildFaults.NotAnAssembly.Code, message) { File = assembly }]);
        }
    }

    private BuildResult Compile(string assembly, string objectPath)
    {
        bool bringsItsOwn = Path.GetFullPath(CoreLibrary) == Path.GetFullPath(assembly);
        string[] references = bringsItsOwn ? [.. References] : [CoreLibrary, .. References];
        bool hasFinally = !bringsItsOwn && Constructs.HaveFinally([assembly, .. References]);
        bool hasRemainder = Constructs.HaveRemainder([assembly, .. References]);
        var compiler = Compiler with { HasFinally = hasFinally, HasNames = Names, HasRemainder = hasRemainder };
        string core = Path.GetFileNameWithoutExtension(CoreLibrary);
        var faults = compiler.Compile(assembly, references, core, Machine, isLibrary: bringsItsOwn, objectPath);
        if (faults.Count > 0)
            return new(null, null, faults);

        // The unwind table is needed to walk the stack on x86-64, and on both machines to find finally blocks.
        var compiled = CoffObject.Read(objectPath);
        var options = Link with { Unwind = !bringsItsOwn && (Names && Machine == Machine.X64 || hasFinally) };
        CoffObject[] objects = bringsItsOwn ? [compiled] : [compiled, .. MakeNames(compiled, [assembly, .. references])];
        return Checked(EfiLinker.Link(objects, options));
    }

    private IEnumerable<CoffObject> MakeNames(CoffObject compiled, IReadOnlyList<string> assemblies)
    {
        yield return Names ? MakeProgramNames(compiled, assemblies) : ProgramNames.Empty(Machine);
        if (!EnumValues.AreWanted(compiled))
            yield break;

        var enums = new EnumValues();
        foreach (string assembly in assemblies)
            enums.Add(assembly);
        yield return enums.MakeTable(compiled);
    }

    private static CoffObject MakeProgramNames(CoffObject compiled, IReadOnlyList<string> assemblies)
    {
        var names = new ProgramNames();
        foreach (string assembly in assemblies)
            names.Add(assembly);
        return names.MakeTable(compiled);
    }

    /// <summary>An image that firmware would refuse is a fault too, although a fault of ours.</summary>
    private static BuildResult Checked(LinkResult link)
    {
        var faults = link.Faults.Select(fault => BuildFault.Of(fault)).ToList();
        if (link.Image is { } image)
            faults.AddRange(EfiRules.Check(PeImage.Read("(the program)", image)).Select(fault => BuildFault.Of(fault)));
        var warnings = link.Warnings.Select(fault => BuildFault.Of(fault, isWarning: true));
        return new(faults.Count == 0 ? link.Image : null, link.Map, [.. faults, .. warnings]);
    }
}

/// <summary>A program, or the faults that prevented it; the faults include warnings in either case.</summary>
public sealed record BuildResult(byte[]? Image, LinkMap? Map, IReadOnlyList<BuildFault> Faults);
