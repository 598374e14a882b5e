using System.Runtime.InteropServices;
using Bq2.Efi.Files;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>
/// Handles Ctrl-C and similar signals: stops changes in place at a point where they are whole, removes temporary files, and exits with
/// 128 plus the signal's number.
/// </summary>
internal static class Interruption
{
    private static readonly (PosixSignal Signal, int Number)[] s_signals =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    // Kept alive: a collected registration no longer handles its signal.
    private static PosixSignalRegistration[] s_registrations = [];

    // How long the end waits for a change in place to stop: a disk that does not answer must not keep the program alive.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly CancellationTokenSource s_stop = new();
    private static readonly ManualResetEventSlim s_stopped = new();

    private static volatile bool s_underWay;
    private static volatile bool s_changesInPlace;

    public static void Watch() =>
        s_registrations = [.. s_signals.Select(each => PosixSignalRegistration.Create(each.Signal, context =>
        {
            context.Cancel = true;
            End(ExitCode.Signalled + each.Number);
        }))];

    /// <summary>
    /// The token for work that changes a file in place. From here on, the program's end waits until the work has stopped and has closed
    /// what it had open.
    /// </summary>
    public static CancellationToken InPlace()
    {
        s_changesInPlace = true;
        return s_stop.Token;
    }

    /// <summary>If the program is being interrupted, waits for its end. For callers with nothing left to do.</summary>
    public static void HoldIfUnderWay()
    {
        if (!s_underWay)
            return;

        s_stopped.Set();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void End(int exitCode)
    {
        s_underWay = true;
        s_stop.Cancel();
        if (s_changesInPlace)
            s_stopped.Wait(s_patience);
        Cleanup.DoAll();
        NewFile.AbandonAll();
        Environment.Exit(exitCode);
    }
}
