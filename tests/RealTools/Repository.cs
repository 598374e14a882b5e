using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Tests.RealTools;

/// <summary>Where this repository's own things lie, found from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The build's own folder name, release or debug, which all its outputs share.</summary>
    public static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string LoaderObject(Machine machine) =>
        Path.Combine(Root, "artifacts/obj/firmware", Configuration, Path.ChangeExtension(machine.BootFileName(), ".obj"));

    public static string Loader(Machine machine) =>
        Path.Combine(Root, "artifacts/bin/firmware", Configuration, machine.BootFileName());

    /// <summary>The first process of initrds.</summary>
    public static string Init(Machine machine) =>
        Path.Combine(Root, "artifacts/bin/Bq2.Init", Configuration, machine == Machine.X64 ? "initx64" : "initaa64");

    /// <summary>That of programs for UEFI.</summary>
    public static string CoreLibrary =>
        Path.Combine(Root, "artifacts/bin/System.Private.CoreLib", Configuration, "System.Private.CoreLib.dll");

    /// <summary>Where the build leaves the packages that it made.</summary>
    public static string Packages => Path.Combine(Root, "artifacts/package", Configuration);

    /// <summary>That of all packages and programs that the build makes.</summary>
    public static string Version => typeof(EfiLinker).Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <summary>Where the .NET that runs the tests is installed, with its SDK.</summary>
    public static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>The assemblies that programs for .NET are compiled against.</summary>
    public static string DotnetReferences =>
        Directory.GetDirectories(Path.Combine(DotnetRoot, "packs/Microsoft.NETCore.App.Ref"), "10.*").Order().Last() + "/ref/net10.0";

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Bq2.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("the tests run outside the repository");
    }
}
