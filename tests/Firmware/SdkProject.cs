using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Cellar;

/// <summary>A project outside this repository, and dotnet called in its folder as somebody types it.</summary>
internal static class SdkProject
{
    public static string CopySample(TempFolder temp, string name)
    {
        string folder = temp[name];
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "firmware/samples/inventory")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        WriteNugetConfig(temp, folder);
        return folder;
    }

    public static void WriteNugetConfig(TempFolder temp, string folder) =>
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{temp["packages"]}" /></config>
              <packageSources><clear /><add key="built" value="{Repository.Packages}" /></packageSources>
              <fallbackPackageFolders><add key="usual" value="{UsualPackages}" /></fallbackPackageFolders>
            </configuration>
            """);

    // Where the build of this repository put the compiler.
    private static string UsualPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");

    public static string Build(string folder, bool succeeds = true, params string[] words) =>
        Dotnet(folder, succeeds, ["build", "-nodeReuse:false", "-tl:off", .. words]);

    public static string Dotnet(string folder, bool succeeds, params string[] words) => Dotnet(folder, succeeds, words, path: null);

    /// <summary>As somebody types it; what dotnet installs for itself goes beside the project.</summary>
    public static string Dotnet(string folder, bool succeeds, string[] words, string? path)
    {
        var dotnet = new ProgramCall(Path.Combine(Repository.DotnetRoot, "dotnet"), words)
        {
            Folder = folder,
            Environment =
            {
                ["DOTNET_CLI_HOME"] = Path.GetDirectoryName(folder),
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["PATH"] = path ?? Environment.GetEnvironmentVariable("PATH"),
            },
        }.Run();
        string said = dotnet.Said + dotnet.Complained;
        Assert.True(succeeds == (dotnet.ExitCode == 0), $"dotnet {string.Join(' ', words)} ended with {dotnet.ExitCode}:\n{said}");
        return said;
    }

    public static string PathOf(string folder, Machine machine) =>
        Path.Combine(folder, $"bin/Debug/net10.0/inventory-{machine.Name()}.efi");
}
