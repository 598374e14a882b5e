using System.Text.Json;
using Bq2.Efi.Work;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>The C# files of a project, as MSBuild evaluates it. Nothing is restored or built.</summary>
internal static class ProjectSources
{
    public static bool IsProject(string[] sources)
    {
        bool[] are = [.. sources.Select(source => Directory.Exists(source) || Path.GetExtension(source) == ".csproj")];
        if (are.Length > 1 && Array.IndexOf(are, true) is >= 0 and var first)
            throw new UsageException($"{sources[first]} is a project, and a project can only be built alone");
        return are is [true];
    }

    public static string[] Read(string project, DotnetSdk sdk)
    {
        string file = Directory.Exists(project) ? OnlyProjectIn(project) : project;
        var msbuild = OtherProgram.Run(sdk.Program, ["msbuild", file, "-nologo", "-getItem:Compile"]);
        if (msbuild.ExitCode != 0)
            throw new OutsideException($"MSBuild cannot read {file}: {(msbuild.Said + msbuild.Complained).Trim()}");

        using var answer = JsonDocument.Parse(msbuild.Said);
        return [.. answer.RootElement.GetProperty("Items").GetProperty("Compile").EnumerateArray().Select(item =>
            item.GetProperty("FullPath").GetString()!)];
    }

    private static string OnlyProjectIn(string folder) => Directory.GetFiles(folder, "*.csproj") switch
    {
        [var only] => only,
        [] => throw new FileNotFoundException($"{folder} holds no .csproj"),
        _ => throw new UsageException($"{folder} holds several projects; name one of them"),
    };
}
