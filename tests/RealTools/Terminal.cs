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
        var call = On(program) with { Environment = new() { ["TERM"] = "dumb", ["SHELL"] = "/bin/bash", ["COLUMNS"] = null } };
        using var terminal = call.Start();
        terminal.StandardInput.Write(keys + "exit\n");
        terminal.StandardInput.Flush();
        var said = terminal.StandardOutput.ReadToEndAsync();
        if (!terminal.WaitForExit(s_patience))
            terminal.Kill(entireProcessTree: true);
        return said.Result.Replace("\r", "", StringComparison.Ordinal);
    }

    public static Outcome Run(string folder, string line, params (string Name, string Value)[] environment)
    {
        var call = On(line) with
        {
            Folder = folder,
            Environment = new()
            {
                ["TERM"] = "xterm-256color", ["SHELL"] = "/bin/bash", ["COLUMNS"] = null, ["NO_COLOR"] = null, ["SOURCE_DATE_EPOCH"] = null,
            },
        };
        foreach (var (name, value) in environment)
            call.Environment[name] = value;

        var outcome = call.Run();
        return outcome with { Command = line, Said = outcome.Said.Replace("\r\n", "\n", StringComparison.Ordinal) };
    }

    private static ProgramCall On(string line) => new(RealTool.Find("script")!, "-qec", line, "/dev/null")
    {
        KeepsInput = true,
        Patience = s_patience,
    };
}
