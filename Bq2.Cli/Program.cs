using Bq2.Efi.Binary;
using Bq2.Efi.Link;

namespace Bq2.Cli;

/// <summary>The program under all its names: runs the command line; turns what failed into words and an exit code.</summary>
internal static class Program
{
    private static int Main(string[] words)
    {
        Interruption.Watch();
        Ambient.HideTerminal();
        TerminalText.Use();

        // The linker gets ready while the command line is read; whether it is asked for is seen too late for that.
        if (words.Contains("link"))
            EfiLinker.Prepare();
        var line = new CommandLine(CalledName.Of(Environment.GetCommandLineArgs()[0]), Verbs.CalledBy);
        try
        {
            int exitCode = line.Run(words);
            Interruption.HoldIfUnderWay();
            return exitCode;
        }
        catch (Exception failure)
        {
            // What fails because everything is being taken down under it is not worth a word.
            Interruption.HoldIfUnderWay();
            return line.Failed(Explain(failure, line));
        }
    }

    private static int Explain(Exception failure, CommandLine line)
    {
        switch (failure)
        {
            case AggregateException { InnerException: { } first }:
                return Explain(first, line);
            case BadFormatException bad:
                return Complain(ExitCode.Input, (bad.Fault.Path is null ? $"{line.Name}: " : "") + Advice.Add(bad.Fault).Show());
            case UsageException:
                return Complain(ExitCode.Usage, $"{line.Name}: {failure.Message}\n{line.Usage}  try: {line.Path} --help");
            case FileNotFoundException or DirectoryNotFoundException:
                return Complain(ExitCode.Input, $"{line.Name}: {failure.Message.TrimEnd('.')}\n  try: {Outside.Hint(failure)}");
            case IOException or UnauthorizedAccessException or DllNotFoundException:
                string hint = Outside.Hint(failure) is { } words ? $"\n  try: {words}" : "";
                return Complain(ExitCode.Outside, $"{line.Name}: {failure.Message.TrimEnd('.')}{hint}");
            default:
                string defect = "this is a defect of Bq2; please report it with the lines below";
                return Complain(ExitCode.Outside, $"{line.Name}: {defect}\n{failure}");
        }
    }

    private static int Complain(int exitCode, string words)
    {
        Console.Error.WriteLine(words);
        return exitCode;
    }
}
