using System.Diagnostics;

namespace Bq2.Tests.RealTools;

/// <summary>How the tests start programs, others' and ours: with nothing to read unless they type, and both outputs heard.</summary>
internal sealed record ProgramCall(string Program, params string[] Words)
{
    /// <summary>What messages call it.</summary>
    public string Name { get; init; } = Path.GetFileName(Program);

    public string Folder { get; init; } = "";

    /// <summary>What is different from the environment of the tests; null for a variable that is not to be there.</summary>
    public Dictionary<string, string?> Environment { get; init; } = [];

    /// <summary>Whether its input stays open: whoever waits for it waits for ever, unless the test types something.</summary>
    public bool KeepsInput { get; init; }

    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Starts it for a test that listens meanwhile.</summary>
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

    /// <summary>Runs it to its end, which must come before patience does.</summary>
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
