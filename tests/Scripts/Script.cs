namespace Bq2.Tests.Scripts;

/// <summary>A script of this repository, run on little input; what it would build is there already, since these tests are.</summary>
internal static class Script
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All { get; } =
        [.. ((string[])["eng", "bench", ".ci"]).SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder)))
            .Where(IsShell).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    public static Outcome Run(string script, params string[] words) => new ProgramCall(Path.Combine(Repository.Root, script), words)
    {
        Name = script,
        Environment = { ["BQ2_NO_BUILD"] = "1", ["BQ2_BRIEFLY"] = "1" },
        Patience = s_patience,
    }.Run();

    private static bool IsShell(string path) =>
        File.ReadLines(path).FirstOrDefault() is "#!/usr/bin/env bash" || Path.GetExtension(path) == ".sh";
}
