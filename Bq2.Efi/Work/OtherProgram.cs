using System.Diagnostics;

namespace Bq2.Efi.Work;

/// <summary>Starts other programs; we read their output, so it does not go to the terminal.</summary>
internal static class OtherProgram
{
    /// <summary>Its exit code, and its two outputs.</summary>
    public readonly record struct Outcome(int ExitCode, string Said, string Complained);

    /// <summary>Runs a program to its end. Its input is empty, so it cannot wait for an answer.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Outcome Run(string program, IEnumerable<string> words, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        using var process = Start(program, words, sharesInput: false, environment);

        // Both at once: a program blocks if nobody reads its output.
        var complained = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, said, complained.Result);
    }

    /// <summary>Starts a program for a caller that reads both of its outputs while it runs.</summary>
    /// <param name="program">Its path, or its name in PATH.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="sharesInput">Whether it reads our standard input; otherwise its input is empty.</param>
    /// <param name="environment">Variables to add to our own environment.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Process Start(
        string program, IEnumerable<string> words, bool sharesInput, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardInput = !sharesInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        if (!sharesInput)
            process.StandardInput.Close();
        return process;
    }
}
