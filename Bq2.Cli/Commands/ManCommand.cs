using System.CommandLine;
using System.Text;

namespace Bq2.Cli;

/// <summary>The manual pages, made from the commands' help.</summary>
internal static class ManCommand
{
    public const string Name = "man";
    public const string Summary = "Prints manual pages.";

    public static void Define(Command command)
    {
        var page = new Argument<string?>("PAGE")
        {
            Description = "The page, such as bq2-image-convert (bq2 when not given)",
            Arity = ArgumentArity.ZeroOrOne,
        }
            .Offering(_ => Pages().Select(each => each.Name));
        var folder = Options.Text("-o", "DIR", "Write all pages into DIR, such as /usr/local/share/man/man1").OfferingFolders();
        command.Add(page);
        command.Add(folder);
        command.Validators.Add(given =>
        {
            if (given.GetResult(folder) is not null && given.GetValue(page) is not null)
                given.AddError("-o writes all pages, so PAGE does not go with it");
        });
        command.SetAction(words => words.GetValue(folder) is { } target ? WriteAll(target) : Print(words.GetValue(page) ?? "bq2"));
    }

    private static int Print(string name)
    {
        var page = Pages().FirstOrDefault(each => each.Name == name)
            ?? throw new UsageException($"there is no page '{name}'{Near.Words(name, Pages().Select(each => each.Name))}");
        Console.Out.Write(page.ToString());
        return ExitCode.Done;
    }

    private static int WriteAll(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var page in Pages())
            Outputs.Write(Path.Combine(folder, $"{page.Name}.1"), Encoding.UTF8.GetBytes(page.ToString()));
        Say.Line($"{folder}: {Pages().Count()} pages");
        return ExitCode.Done;
    }

    private static IEnumerable<ManualPage> Pages() => Verbs.Names.SelectMany(PagesOf);

    // Commands of bq2 image have their page under the shorter name.
    private static IEnumerable<ManualPage> PagesOf(string name)
    {
        var command = Verbs.CalledBy(name).BuildWhole(name);
        CommandLine.AddCommon(command);
        yield return new(name, command);
        foreach (var verb in command.Subcommands.Where(verb => verb.Name != HelpCommand.Name))
        {
            string page = $"{name}-{verb.Name}";
            if (!Verbs.Names.Contains(page))
                yield return new(page, verb);
        }
    }
}
