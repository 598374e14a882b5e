using System.CommandLine;

namespace Bq2.Cli;

/// <summary>A command with its exit codes.</summary>
internal sealed class VerbCommand(Verb verb, string name) : Command(name, verb.Summary)
{
    /// <summary>Why there is no such command; null for a command that exists.</summary>
    public string? Refusal => verb.Refusal;

    /// <summary>The exit codes, for its help.</summary>
    public IReadOnlyList<(string Codes, string Meaning)> ExitCodes => [.. verb.ExitCodes ?? Verb.UsualExitCodes, Verb.Interrupted];

    /// <summary>The exit code of this command, given the usual <paramref name="exitCode"/>.</summary>
    public int Failed(int exitCode) => verb.Failed?.Invoke(exitCode) ?? exitCode;
}
