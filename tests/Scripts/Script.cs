using System.Diagnostics;

namespace Bq2.Tests.Scripts;

/// <summary>A script of this repository, run on little input; what it would build is there already, since these tests are.</summary>
internal static class Script
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All { get; } =
        [.. ((string[])["eng", "bench", ".ci"]).SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder)))
            .Where(IsShell).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    public static Outcome Run(string script, params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, script), words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["BQ2_NO_BUILD"] = "1", ["BQ2_BRIEFLY"] = "1" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{script} {string.Join(' ', words)} did not end in {s_patience}");
        }

        return new($"{script} {string.Join(' ', words)}", process.ExitCode, said.Result, complained.Result);
    }

    private static bool IsShell(string path) =>
        File.ReadLines(path).FirstOrDefault() is "#!/usr/bin/env bash" || Path.GetExtension(path) == ".sh";
}
