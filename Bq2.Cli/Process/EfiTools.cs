using System.Reflection;
using Bq2.Efi.Sdk;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>What a C# program needs to become a UEFI program and the .NET SDK lacks: ilc and the core library.</summary>
internal static class EfiTools
{
    private const string IlcPackage = "runtime.linux-x64.microsoft.dotnet.ilcompiler";

    private static readonly Assembly s_program = typeof(EfiTools).Assembly;

    /// <summary>ilc from NuGet's package folder, in the version that matches the core library.</summary>
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
                $"eng/build.sh downloads it, and so does dotnet restore of a project that has "
                + $"<PackageReference Include=\"{IlcPackage}\" Version=\"{IlcVersion}\" />");
    }

    /// <summary>
    /// Writes the core library, then the firmware's tables, which are part of this program, into a folder for the compilers.
    /// </summary>
    public static string[] PutLibrariesInto(string folder) => [Put("System.Private.CoreLib.dll", folder), Put("Bq2.Uefi.dll", folder)];

    private static string Put(string name, string folder)
    {
        string path = Path.Combine(folder, name);
        using var resource = s_program.GetManifestResourceStream(name)!;
        using var file = File.Create(path);
        resource.CopyTo(file);
        return path;
    }

    // The project file writes it into this assembly: the version that everything is built with.
    private static string IlcVersion =>
        s_program.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "IlcVersion").Value!;
}
