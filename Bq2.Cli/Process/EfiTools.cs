using Bq2.Efi.Sdk;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>
/// The compilers that a C# program becomes a UEFI program by, where this computer has them: csc in the .NET SDK, ilc in the
/// folder of NuGet's packages, and the core library beside this program.
/// </summary>
internal static class EfiTools
{
    private const string CoreFolder = "uefi";
    private const string IlcPackage = "runtime.linux-x64.microsoft.dotnet.ilcompiler";

    public static string CoreLibrary { get; } = Path.Combine(AppContext.BaseDirectory, CoreFolder, "System.Private.CoreLib.dll");

    /// <summary>The firmware's tables, for programs that want more than a console.</summary>
    public static string Bindings { get; } = Path.Combine(AppContext.BaseDirectory, CoreFolder, "Bq2.Uefi.dll");

    public static string Dotnet => Path.Combine(DotnetRoot, "dotnet");

    public static CSharpCompiler FindCsc()
    {
        string sdks = Path.Combine(DotnetRoot, "sdk");
        string? newest = Directory.Exists(sdks)
            ? Directory.GetDirectories(sdks).Where(sdk => File.Exists(CscOf(sdk))).MaxBy(sdk => VersionOf(Path.GetFileName(sdk)))
            : null;
        return newest is null
            ? throw new OutsideException($"there is no .NET SDK with a C# compiler in {sdks}",
                "install the package dotnet-sdk-10.0, or name the SDK's folder by DOTNET_ROOT")
            : new(Dotnet, CscOf(newest));
    }

    public static IlCompiler FindIlc()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        string ilc = Path.Combine(packages, IlcPackage, IlcVersion, "tools/ilc");
        return File.Exists(ilc)
            ? new(ilc)
            : throw new OutsideException(
                $"the ahead-of-time compiler is not in {Path.Combine(packages, IlcPackage, IlcVersion)}",
                $"eng/build.sh fetches it, and so does: dotnet restore of a project that has "
                + $"<PackageReference Include=\"{IlcPackage}\" Version=\"{IlcVersion}\" />");
    }

    // Written into this assembly by its project, from the version that everything is built with.
    private static string IlcVersion =>
        typeof(EfiTools).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .OfType<System.Reflection.AssemblyMetadataAttribute>().First(each => each.Key == "IlcVersion").Value!;

    /// <summary>Where the runtime that runs this came from, unless somebody says otherwise.</summary>
    private static string DotnetRoot => Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static string CscOf(string sdk) => Path.Combine(sdk, "Roslyn/bincore/csc.dll");

    // 10.0.100-preview.1 counts as 10.0.100.
    private static Version VersionOf(string name) =>
        Version.TryParse(name.Split('-')[0], out var version) ? version : new(0, 0);
}
