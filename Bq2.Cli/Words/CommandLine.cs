using System.CommandLine;
using System.CommandLine.Help;

namespace Bq2.Cli;

/// <summary>One command line, from the name of the program to the command that runs.</summary>
internal sealed partial class CommandLine(string name, Func<string, Verb> calledBy)
{
    // A word that begins with @ is an ordinary file name, not a response file.
    private static readonly ParserConfiguration s_parsing = new() { ResponseFileTokenReplacer = null };

    // Program handles failures and signals, in one place.
    private static readonly InvocationConfiguration s_invocation = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private static readonly Option<bool> s_quiet = new("--quiet", "-q")
    {
        Description = "Print only errors",
        Recursive = true,
    };

    private static readonly Option<bool> s_verbose = new("--verbose")
    {
        Description = "Print more details",
        Recursive = true,
    };

    private static readonly Option<bool> s_version = new("--version")
    {
        Description = "Show the version",
        Recursive = true,
    };

    private Command? _command;

    public static string Version { get; } = typeof(CommandLine).Assembly.GetName().Version!.ToString(3);

    public string Name => name;

    /// <summary>The words that lead to the command: what to put before --help.</summary>
    public string Path => _command is null ? "bq2" : string.Join(' ', Above(_command).Append(_command).Select(each => each.Name));

    /// <summary>The usage line of the command; null until the command is known.</summary>
    public string? Usage
    {
        get
        {
            if (_command is null)
                return null;
            var required = _command.Options.Where(each => each.Required).Select(each => $" {each.Name} <{each.HelpName}>");
            var arguments = _command.Arguments.Select(each => $" <{each.Name}>");
            string verb = _command.Subcommands.Count > 0 ? " COMMAND" : "";
            return $"{Path}{verb}{string.Concat(arguments)}{string.Concat(required)} [options]";
        }
    }

    /// <summary>The same as a line of its own, or nothing.</summary>
    public string UsageLine => Usage is { } usage ? $"  usage: {usage}\n" : "";

    /// <summary>The exit code of a failed command, given the usual one.</summary>
    public int Failed(int exitCode) => _command is VerbCommand known ? known.Failed(exitCode) : exitCode;

    public int Run(string[] words)
    {
        if (Completion.IsAsked(words))
            return Completion.Answer(words, Build);

        words = [.. words.Select(Spelled)];
        var said = Parse(words);
        Say.IsJson = Options.AsksForJson(said);
        Progress.InPercent = Options.AsksForPercent(said);
        if (said.GetValue(s_version))
        {
            Console.Out.WriteLine(Version);
            return ExitCode.Done;
        }

        if (_command is VerbCommand { Refusal: { } reason })
            throw new UsageException($"{_command.Name} is not supported: {reason}");
        Refuse(said, words);
        if (said.GetValue(s_quiet) && said.GetValue(s_verbose))
            throw new UsageException("--quiet and --verbose contradict each other: give one of them");
        (Say.Quiet, Say.IsVerbose) = (said.GetValue(s_quiet), said.GetValue(s_verbose));
        if (said.Action is not HelpAction)
            Ambient.SourceDateEpoch(); // every command refuses a bad one, not only those that use it
        return said.Invoke(s_invocation);
    }

    // System.CommandLine would parse -:1 as an option with a value; it is a partition on standard input.
    private static string Spelled(string word) => word.StartsWith("-:", StringComparison.Ordinal) ? $"/dev/stdin{word[1..]}" : word;

    private Command Build(string[] words)
    {
        var root = calledBy(name).Build(name, words);
        AddCommon(root);
        return root;
    }

    /// <summary>Adds the options that every command has.</summary>
    public static void AddCommon(Command root)
    {
        foreach (Option option in (Option[])[new HelpOption("--help", "-h") { Description = "Show this help" }, s_version, s_quiet,
            s_verbose])
            root.Add(option);
    }

    private ParseResult Parse(string[] words)
    {
        var said = Build(words).Parse(words, s_parsing);
        _command = said.CommandResult.Command;
        return said;
    }

    /// <summary>The options of a command, and those it inherits.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(Above(command).SelectMany(each => each.Options).Where(option => option.Recursive));

    private static IEnumerable<string> Listed(Command command) => command.Subcommands.Where(each => !each.Hidden).Select(each => each.Name);

    private static IEnumerable<Command> Above(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Above(parent).Append(parent));
}
