using System.Diagnostics;

namespace Bq2.Tests.Cli;

/// <summary>The program as it was built beside these tests, started as its users start it.</summary>
internal sealed class Bq2Program
{
    // artifacts/bin/Bq2.Tests/CONFIGURATION/ holds the tests, artifacts/bin/Bq2.Cli/CONFIGURATION/ the program.
    private static readonly DirectoryInfo s_tests = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string File { get; } =
        Path.Combine(s_tests.Parent!.Parent!.FullName, "Bq2.Cli", s_tests.Name, "bq2");

    /// <summary>The path to call it by, where a link's name matters.</summary>
    public string CalledBy { get; init; } = File;

    /// <summary>A folder that is searched for programs before all others.</summary>
    public string? FirstOnPath { get; init; }

    public Dictionary<string, string> Environment { get; init; } = [];

    public static Outcome Run(params string[] words) => new Bq2Program().Call(words);

    public Outcome Call(params string[] words)
    {
        using var process = Start(words);
        var errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new($"bq2 {string.Join(' ', words)}", process.ExitCode, said, errors.Result);
    }

    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo(CalledBy, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("SOURCE_DATE_EPOCH");
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        if (FirstOnPath is not null)
            start.Environment["PATH"] = $"{FirstOnPath}:{System.Environment.GetEnvironmentVariable("PATH")}";

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
