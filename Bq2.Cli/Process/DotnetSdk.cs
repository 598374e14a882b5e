using Bq2.Efi.Sdk;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>An installed .NET with its SDK, whose C# compiler and MSBuild are used.</summary>
internal sealed record DotnetSdk(string Root)
{
    private const string Advice = "install the package dotnet-sdk-10.0, or name the SDK's folder by --sdk or DOTNET_ROOT";

    public string Program => Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    public CSharpCompiler Compiler => new(Program, NewestCompiler(Root)!);

    /// <summary>
    /// The SDK in the given folder, or else the first one found. This program's own runtime is not searched: it may have no SDK.
    /// </summary>
    public static DotnetSdk Find(string? named)
    {
        named ??= Environment.GetEnvironmentVariable("DOTNET_ROOT");
        if (named is { Length: > 0 })
        {
            return NewestCompiler(named) is not null
                ? new(Path.GetFullPath(named))
                : throw new OutsideException($"there is no .NET SDK with a C# compiler in {Path.Combine(named, "sdk")}", Advice);
        }

        string[] places = [.. Places().Distinct()];
        return places.FirstOrDefault(place => NewestCompiler(place) is not null) is { } found
            ? new(found)
            : throw new OutsideException(
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
            var program = new FileInfo(new DotnetSdk(folder).Program);
            if (program.Exists)
                yield return Path.GetDirectoryName((program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName)!;
        }

        foreach (string folder in (string[])["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"])
            yield return folder;
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet");
    }

    private static string? NewestCompiler(string root)
    {
        string sdks = Path.Combine(root, "sdk");
        return Directory.Exists(sdks)
            ? Directory.GetDirectories(sdks).OrderByDescending(VersionOf).Select(CompilerIn).FirstOrDefault(File.Exists)
            : null;
    }

    private static string CompilerIn(string sdk) => Path.Combine(sdk, "Roslyn/bincore/csc.dll");

    // 10.0.100-preview.1 counts as 10.0.100.
    private static Version VersionOf(string sdk) =>
        Version.TryParse(Path.GetFileName(sdk).Split('-')[0], out var version) ? version : new(0, 0);
}
