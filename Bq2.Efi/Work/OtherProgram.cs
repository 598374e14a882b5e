using System.Diagnostics;

namespace Bq2.Efi.Work;

/// <summary>Starts separate programs; what they say comes to us, not to the terminal.</summary>
internal static class OtherProgram
{
    /// <summary>How it ended, and what it said on its two outputs.</summary>
    public readonly record struct Outcome(int ExitCode, string Said, string Complained);

    /// <summary>Runs a program to its end. It finds its input at an end, so it cannot wait for an answer.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Outcome Run(string program, IEnumerable<string> words, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        using var process = Start(program, words, sharesInput: false, environment);

        // Both at once: a program stops when nobody reads what it says.
        var complained = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, said, complained.Result);
    }

    /// <summary>Starts a program for somebody who listens meanwhile: both of its outputs have to be read.</summary>
    /// <param name="program">Its path, or its name to be looked for in PATH.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="sharesInput">Whether it reads our standard input, where it otherwise has none.</param>
    /// <param name="environment">What is to be different from our own environment.</param>
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
