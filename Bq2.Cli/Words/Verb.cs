using System.CommandLine;

namespace Bq2.Cli;

/// <summary>A command: its name, its summary, and how to define its options and action.</summary>
internal sealed record Verb(string Name, string Summary, Action<Command>? Define = null)
{
    /// <summary>
    /// Its exit code for a failure, given the usual one: scripts rely on the exit codes of the qemu-img commands of the same name. Null if
    /// there is no difference.
    /// </summary>
    public Func<int, int>? Failed { get; init; }

    /// <summary>The exit codes and their meanings.</summary>
    public static readonly (string Codes, string Meaning)[] UsualExitCodes =
    [
        ("0", "done"),
        ("1", "the input is at fault, or the answer is no"),
        ("2", "the command line is wrong"),
        ("3", "something outside failed: a full disk, a permission, a missing program"),
    ];

    /// <summary>The exit code of every command that a signal ends.</summary>
    public static readonly (string Codes, string Meaning) Interrupted = ("130", "interrupted by Ctrl-C (128 and the signal's number)");

    /// <summary>The exit codes of this command; null if they are the usual ones.</summary>
    public (string Codes, string Meaning)[]? ExitCodes { get; init; }

    /// <summary>Why a command of qemu-img does not exist here; null for a command that exists.</summary>
    public string? Refusal { get; init; }

    /// <summary>A command of qemu-img that does not exist here, and the reason.</summary>
    public static Verb Refused(string name, string reason) => new(name, reason) { Refusal = reason, IsHidden = true };

    /// <summary>Whether it is hidden from the lists of commands.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The words that may follow this one.</summary>
    public Verb[] Verbs { get; init; } = [];

    /// <summary>
    /// The command under the name it is called by. Only verbs among <paramref name="words"/> are defined in full; the others have only a
    /// name and a summary, for help and completion, which is cheap.
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
