using System.CommandLine;

namespace Bq2.Cli;

/// <summary>bq2 with no command after it: says how to get help, or installs its names.</summary>
internal static class Bq2Command
{
    public static void Define(Command command)
    {
        var install = Options.Text("--install", "DIR", "Make the links by which bq2 is called in DIR").OfferingFolders();
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
        Say.Line("bq2 COMMAND --help tells about one command.\n");
        return command.Parse("--help").Invoke();
    }
}
