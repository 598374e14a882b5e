using System.Runtime.InteropServices;
using Bq2.Efi.Files;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Handles Ctrl-C and similar signals: removes temporary files, and exits with 128 plus the signal's number.</summary>
internal static class Interruption
{
    private static readonly (PosixSignal Signal, int Number)[] s_signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    // Kept alive: a collected registration no longer handles its signal.
    private static PosixSignalRegistration[] s_registrations = [];

    private static volatile bool s_underWay;

    public static void Watch() =>
        s_registrations = [.. s_signals.Select(each => PosixSignalRegistration.Create(each.Signal, context =>
        {
            context.Cancel = true;
            End(ExitCode.Signalled + each.Number);
        }))];

    /// <summary>If the program is being interrupted, waits for its end. For callers with nothing left to do.</summary>
    public static void HoldIfUnderWay()
    {
        if (s_underWay)
            Thread.Sleep(Timeout.Infinite);
    }

    private static void End(int exitCode)
    {
        s_underWay = true;
        Cleanup.DoAll();
        NewFile.AbandonAll();
        Environment.Exit(exitCode);
    }
}
