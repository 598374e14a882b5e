using System.CommandLine;

namespace Bq2.Cli;

/// <summary>A command that knows how it ends when something fails.</summary>
internal sealed class VerbCommand(Verb verb, string name) : Command(name, verb.Summary)
{
    /// <summary>Why there is no such command; null where there is.</summary>
    public string? Refusal => verb.Refusal;

    /// <summary>How it ends, for its help.</summary>
    public IReadOnlyList<(string Codes, string Meaning)> ExitCodes => [.. verb.ExitCodes ?? Verb.UsualExitCodes, Verb.Interrupted];

    /// <summary>The exit code of this command where others end with <paramref name="exitCode"/>.</summary>
    public int Failed(int exitCode) => verb.Failed?.Invoke(exitCode) ?? exitCode;
}
