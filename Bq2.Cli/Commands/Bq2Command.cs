using System.CommandLine;

namespace Bq2.Cli;

/// <summary>bq2 without a command: says how to get help, or installs the program under its other names.</summary>
internal static class Bq2Command
{
    public static void Define(Command command)
    {
        var install = Options.Text("--install", "DIR", "Make links in DIR for every name that bq2 is called by").OfferingFolders();
        command.Add(install);
        command.SetAction(words => words.GetValue(install) is { } folder ? Install(folder) : Help(command));
    }

    private static int Install(string folder)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "bq2.exe" : "bq2");
        var links = Links.Plan(folder, program, Verbs.Names);
        links.Make();
        Say.Line($"{folder}: {string.Join(", ", links.Names)} -> {links.Target}");
        return ExitCode.Done;
    }

    private static int Help(Command command)
    {
        Say.Line("bq2 COMMAND --help explains one command.\n");
        return command.Parse("--help").Invoke();
    }
}
