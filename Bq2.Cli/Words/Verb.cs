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

    /// <summary>How commands end, in words.</summary>
    public static readonly (string Codes, string Meaning)[] UsualExitCodes =
    [
        ("0", "done"),
        ("1", "the input is at fault, or the answer is no"),
        ("2", "the command line is wrong"),
        ("3", "something outside failed: a full disk, a permission, a missing program"),
    ];

    /// <summary>How all of them end when a signal ends them.</summary>
    public static readonly (string Codes, string Meaning) Interrupted = ("130", "interrupted by Ctrl-C (128 and the signal's number)");

    /// <summary>The same for one that ends in another way; null where it does not.</summary>
    public (string Codes, string Meaning)[]? ExitCodes { get; init; }

    /// <summary>Why there is no such command, where others have one of this name.</summary>
    public string? Refusal { get; init; }

    /// <summary>A command that others have, and the reason why it is not here.</summary>
    public static Verb Refused(string name, string reason) => new(name, reason) { Refusal = reason, IsHidden = true };

    /// <summary>Whether it is left out of the lists of commands.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The words that may follow this one.</summary>
    public Verb[] Verbs { get; init; } = [];

    /// <summary>
    /// The command under the name it is called by. Only verbs that are among <paramref name="words"/> are defined in
    /// full; the others are there by name and summary, for help and for completion, and cost next to nothing.
    /// </summary>
    public Command Build(string name, IReadOnlyCollection<string> words)
    {
        var command = new VerbCommand(this, name);
        if (Verbs.Length > 0 || ExitCodes is not null)
        {
            var meanings = command.ExitCodes.Select(each => $"{each.Codes} {each.Meaning}");
            command.Description += $"\n\nExit codes: {string.Join("; ", meanings)}.";
        }

        command.Hidden = IsHidden;
        Define?.Invoke(command);
        foreach (var verb in Verbs)
            command.Add(words.Contains(verb.Name) ? verb.Build(verb.Name, words)
                : new Command(verb.Name, verb.Summary) { Hidden = verb.IsHidden });
        return command;
    }

    /// <summary>The same with all verbs defined.</summary>
    public Command BuildWhole(string name) => Build(name, [.. Names]);

    private IEnumerable<string> Names => Verbs.SelectMany(verb => verb.Names.Prepend(verb.Name));
}
