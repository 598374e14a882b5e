using System.CommandLine;

namespace Bq2.Cli;

/// <summary>bq2 help COMMAND, the same as COMMAND --help.</summary>
internal static class HelpCommand
{
    public const string Name = "help";
    public const string Summary = "Shows the help of a command.";

    public static void Define(Command command)
    {
        var names = new Argument<string[]>("COMMAND")
        {
            Description = "The command; all of them when not given",
            Arity = ArgumentArity.ZeroOrMore,
        }
            .Offering(_ => Around(command).Subcommands.Where(each => !each.Hidden).Select(each => each.Name));
        command.Add(names);
        command.SetAction(words => Show(Around(command), words.GetValue(names) ?? []));
    }

    private static int Show(Command around, string[] names)
    {
        var path = new List<string>();
        foreach (string name in names)
        {
            var known = around.Subcommands.Where(each => !each.Hidden).ToList();
            around = known.Find(each => each.Name == name)
                ?? throw new UsageException($"unknown command '{name}'{Near.Words(name, known.Select(each => each.Name))}");
        }

        for (var each = around; each.Parents.OfType<Command>().FirstOrDefault() is { } above; each = above)
            path.Insert(0, each.Name);
        return Root(around).Parse([.. path, "--help"]).Invoke();
    }

    private static Command Around(Command command) => command.Parents.OfType<Command>().First();

    private static Command Root(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } above ? Root(above) : command;
}
