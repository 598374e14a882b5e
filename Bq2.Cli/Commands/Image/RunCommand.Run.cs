using Bq2.Efi;
using Bq2.Sysroot;

namespace Bq2.Cli;

internal static partial class RunCommand
{
    private static int Run(Boot boot, bool raw)
    {
        var outcome = Accelerator.Run(boot, Say.Quiet ? null : Echo(raw));
        if (SerialLog.LineWith(outcome.Said, boot.Reject) is { } line)
            throw new FaultException(new(SysrootFaults.RejectedSaid, $"the machine said: {line}{End(boot, outcome)}") { Path = boot.Name });
        if (outcome.ExpectedSaid)
            return ExitCode.Done;
        if (outcome.TimedOut)
            throw Failed(boot, SysrootFaults.TimePassed, Passed(boot), outcome);
        if (outcome.ExitCode != 0)
            throw new OutsideException($"{boot.Machine.Program} ended with {outcome.ExitCode}: {outcome.Complained}");
        if (boot.Expect is not null)
            throw Failed(boot, SysrootFaults.MachineStopped, PoweredOff(boot) + Complaint(outcome), outcome);
        return ExitCode.Done;
    }

    private static Stream Echo(bool raw)
    {
        var output = Console.OpenStandardOutput();
        return raw ? output : new PlainText(output);
    }

    private static FaultException Failed(Boot boot, FaultCode code, string message, BootOutcome outcome)
    {
        string last = SerialLog.LastLine(outcome.Said);
        return new(new(code, message + (last.Length > 0 ? $"; its last line: {last}" : "; there was no output at all"))
        {
            Path = boot.Name,
            Hint = last.Length > 0
                ? null
                : $"was the disk made for {boot.Machine.Name}, and does the kernel's command line have console= for the serial line?",
        });
    }

    private static string Complaint(BootOutcome outcome) =>
        outcome.Complained.Length > 0 ? $"; QEMU complained: {outcome.Complained}" : "";

    // What else went wrong.
    private static string End(Boot boot, BootOutcome outcome) =>
        outcome.TimedOut ? $"; {Passed(boot)}"
        : boot.Expect is not null && !outcome.ExpectedSaid ? $"; {PoweredOff(boot)}"
        : "";

    private static string Passed(Boot boot) => $"{boot.Timeout!.Value.TotalSeconds:0} s passed{Missing(boot)}";

    private static string PoweredOff(Boot boot) => $"the machine powered off{Missing(boot)}";

    private static string Missing(Boot boot) => boot.Expect is null ? "" : $" without \"{boot.Expect}\"";
}
