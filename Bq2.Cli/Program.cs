using Bq2.Efi;
using Bq2.Efi.Link;

namespace Bq2.Cli;

/// <summary>The program under all its names: runs the command line, and turns failures into messages and an exit code.</summary>
internal static class Program
{
    private static int Main(string[] words)
    {
        Interruption.Watch();
        Ambient.HideTerminal();
        TerminalText.Use();

        // Warm up the linker while the command line is parsed; after that would be too late to help.
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
            // Failures caused by the interruption itself are not reported.
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
            case FaultException bad:
                Faults.Complain(Advice.Add(bad.Fault), bad.Fault.Path is null ? $"{line.Name}: " : "");
                return ExitCode.Input;
            case UsageException:
                string help = $"{line.Path} --help";
                return Complain(ExitCode.Usage, new("error", failure.Message) { Usage = line.Usage, Hint = help }, line,
                    $"\n{line.UsageLine}  try: {help}");
            case FileNotFoundException or DirectoryNotFoundException:
                return Complain(ExitCode.Input, failure, line);
            case IOException or UnauthorizedAccessException:
                return Complain(ExitCode.Outside, failure, line);
            default:
                string defect = "this is a bug in Bq2; please report it with the lines below";
                return Complain(ExitCode.Outside, new("error", $"{defect}\n{failure}"), line, "");
        }
    }

    private static int Complain(int exitCode, Exception failure, CommandLine line)
    {
        string? hint = Outside.Hint(failure);
        return Complain(exitCode, new("error", failure.Message.TrimEnd('.')) { Hint = hint }, line, hint is null ? "" : $"\n  try: {hint}");
    }

    private static int Complain(int exitCode, Complaint complaint, CommandLine line, string more)
    {
        complaint.Say($"{line.Name}: {complaint.Message}{more}");
        return exitCode;
    }
}
