using System.Runtime.InteropServices;
using Bq2.Efi.Files;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Ctrl-C and its kin: clean up, leave no temporary file, end with 128 and the signal's number.</summary>
internal static class Interruption
{
    private static readonly (PosixSignal Signal, int Number)[] s_signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    // A registration that is collected no longer listens.
    private static PosixSignalRegistration[] s_registrations = [];

    private static volatile bool s_underWay;

    public static void Watch() =>
        s_registrations = [.. s_signals.Select(each => PosixSignalRegistration.Create(each.Signal, context =>
        {
            context.Cancel = true;
            End(ExitCode.Signalled + each.Number);
        }))];

    /// <summary>Waits for the end, if it is near: whoever calls has nothing left to do that matters.</summary>
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
