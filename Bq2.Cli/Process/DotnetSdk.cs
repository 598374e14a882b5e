using Bq2.Efi.Sdk;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>An installed .NET with its SDK, whose C# compiler and MSBuild are used.</summary>
internal sealed record DotnetSdk(string Program, CSharpCompiler Compiler)
{
    private const string Advice = "install the package dotnet-sdk-10.0, or name the SDK's folder by --sdk or DOTNET_ROOT";

    /// <summary>
    /// The SDK in the given folder, or else the first one found. This program's own runtime is not searched: it may have no SDK.
    /// </summary>
    public static DotnetSdk Find(string? named)
    {
        named ??= Environment.GetEnvironmentVariable("DOTNET_ROOT");
        if (named is { Length: > 0 })
        {
            return In(Path.GetFullPath(named))
                ?? throw new OutsideException($"there is no .NET SDK with a C# compiler in {Path.Combine(named, "sdk")}", Advice);
        }

        string[] places = [.. Places().Distinct()];
        return places.Select(In).FirstOrDefault(sdk => sdk is not null)
            ?? throw new OutsideException(
                $"there is no .NET SDK with a C# compiler in any of {string.Join(", ", places)}", Advice);
    }

    // dotnet sets DOTNET_HOST_PATH for programs that it starts; in PATH there is often a link into the SDK's folder.
    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            yield return Path.GetDirectoryName(Path.GetFullPath(host))!;

        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (string folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var program = new FileInfo(ProgramIn(folder));
            if (program.Exists)
                yield return Path.GetDirectoryName((program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName)!;
        }

        foreach (string folder in (string[])["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"])
            yield return folder;
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet");
    }

    private static DotnetSdk? In(string root)
    {
        string sdks = Path.Combine(root, "sdk");
        string? newest = Directory.Exists(sdks)
            ? Directory.GetDirectories(sdks).OrderByDescending(VersionOf).Select(CompilerIn).FirstOrDefault(File.Exists)
            : null;
        return newest is null ? null : new(ProgramIn(root), new(ProgramIn(root), newest));
    }

    private static string ProgramIn(string root) => Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    private static string CompilerIn(string sdk) => Path.Combine(sdk, "Roslyn/bincore/csc.dll");

    // 10.0.100-preview.1 counts as 10.0.100.
    private static Version VersionOf(string sdk) =>
        Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out var version) ? version : new(0, 0);
}
