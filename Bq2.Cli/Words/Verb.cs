using System.CommandLine;

namespace Bq2.Cli;

/// <summary>A word of the command line: what it is for, and how its options and its deed are put together.</summary>
internal sealed record Verb(string Name, string Summary, Action<Command>? Define = null)
{
    /// <summary>
    /// Its exit code when something fails, given that of all other commands; for those whose namesakes have others, on which scripts
    /// rely. Null where it is the same.
    /// </summary>
    public Func<int, int>? Failed { get; init; }

    /// <summary>The words that may follow this one.</summary>
    public Verb[] Verbs { get; init; } = [];

    /// <summary>
    /// The command under the name it is called by. Only verbs that are among <paramref name="words"/> are defined in
    /// full; the others are there by name and summary, for help and for completion, and cost next to nothing.
    /// </summary>
    public Command Build(string name, IReadOnlyCollection<string> words)
    {
        var command = new VerbCommand(this, name);
        Define?.Invoke(command);
        foreach (var verb in Verbs)
            command.Add(words.Contains(verb.Name) ? verb.Build(verb.Name, words) : new Command(verb.Name, verb.Summary));
        return command;
    }
}
