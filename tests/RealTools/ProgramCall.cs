using System.Diagnostics;

namespace Bq2.Tests.RealTools;

/// <summary>How tests start programs: with an empty input unless the test types, and with both outputs read.</summary>
internal sealed record ProgramCall(string Program, params string[] Words)
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; init; } = Path.GetFileName(Program);

    public string Folder { get; init; } = "";

    /// <summary>Changes to the environment of the tests; null removes a variable.</summary>
    public Dictionary<string, string?> Environment { get; init; } = [];

    /// <summary>Whether its input stays open: a program that reads it waits until the test types something.</summary>
    public bool KeepsInput { get; init; }

    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Starts it for a test that reads its output while it runs.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo(Program, Words)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        if (!KeepsInput)
            process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs it to its end; fails the test at the timeout.</summary>
    public Outcome Run()
    {
        using var process = Start();
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{this} did not end in {Patience}");
        }

        return new($"{this}", process.ExitCode, said.Result, complained.Result);
    }

    public override string ToString() => $"{Name} {string.Join(' ', Words)}";
}
