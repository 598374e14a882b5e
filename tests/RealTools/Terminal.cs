using System.Diagnostics;

namespace Bq2.Tests.RealTools;

/// <summary>
/// A terminal with somebody at it who types nothing: util-linux's script runs a shell's line on a pseudo terminal, and what is said
/// there comes back, whichever of the two outputs it was said on.
/// </summary>
internal static class Terminal
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts an interactive program, types at it, and leaves; hands over what could be seen.</summary>
    public static string Type(string program, string keys)
    {
        var start = new ProcessStartInfo(RealTool.Find("script")!, ["-qec", program, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "dumb", ["SHELL"] = "/bin/bash", ["COLUMNS"] = null },
        };
        using var terminal = Process.Start(start)!;
        terminal.StandardInput.Write(keys + "exit\n");
        terminal.StandardInput.Flush();
        var said = terminal.StandardOutput.ReadToEndAsync();
        if (!terminal.WaitForExit(s_patience))
            terminal.Kill(entireProcessTree: true);
        return said.Result.Replace("\r", "", StringComparison.Ordinal);
    }

    public static Outcome Run(string folder, string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(RealTool.Find("script")!, ["-qec", line, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
            Environment = { ["TERM"] = "xterm-256color",
                ["SHELL"] = "/bin/bash", ["COLUMNS"] = null, ["NO_COLOR"] = null, ["SOURCE_DATE_EPOCH"] = null },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        // Standard input stays open until the end: whoever waits for it waits for ever.
        using var terminal = Process.Start(start)!;
        string said = terminal.StandardOutput.ReadToEnd();
        if (!terminal.WaitForExit(s_patience))
        {
            terminal.Kill(entireProcessTree: true);
            Assert.Fail($"{line} did not end in {s_patience} on a terminal");
        }

        return new(line, terminal.ExitCode, said.Replace("\r\n", "\n", StringComparison.Ordinal), "");
    }
}
