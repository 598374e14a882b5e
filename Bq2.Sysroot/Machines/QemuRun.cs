using System.ComponentModel;
using System.Diagnostics;
using Bq2.Efi.Files;
using Bq2.Efi.Work;

namespace Bq2.Sysroot;

/// <summary>Starts QEMU, listens, and ends it: when the words were said, when time is up, or when we are interrupted.</summary>
internal static class QemuRun
{
    // How long a guest that said the words may take to power itself off.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    // How long QEMU may take to obey: it puts the terminal back in order before it goes.
    private static readonly TimeSpan s_courtesy = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Boots and waits for the end; what the serial line says goes to <paramref name="echo"/> as it comes. A machine that has
    /// not said anything by <paramref name="firstWord"/> is ended.
    /// </summary>
    public static BootOutcome Boot(
        Boot boot, Stream? echo = null, TimeSpan? firstWord = null, CancellationToken cancellation = default)
    {
        string scratch = Directory.CreateTempSubdirectory("bq2-run-").FullName;
        using var removal = new Cleanup(() => Directory.Delete(scratch, recursive: true));
        using var qemu = Start(boot, scratch);
        using var end = new Cleanup(() => End(qemu));
        using var stop = cancellation.Register(end.Dispose);
        var complaint = qemu.StandardError.ReadToEndAsync(CancellationToken.None);

        bool ended = false;
        using var clock = new Timer(_ =>
        {
            ended = true;
            end.Dispose();
        }, null, boot.Timeout ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        var log = new SerialLog(echo, boot.Expect);
        using var silence = new Timer(_ =>
        {
            if (!log.HasHeard)
                end.Dispose();
        }, null, firstWord ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Listen(qemu.StandardOutput.BaseStream, log, onExpected: () => clock.Change(s_grace, Timeout.InfiniteTimeSpan));
        qemu.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new(log.Text, log.ExpectedSaid, qemu.ExitCode, ended && !log.ExpectedSaid, complaint.Result.Trim());
    }

    private static Process Start(Boot boot, string scratch)
    {
        try
        {
            return OtherProgram.Start(boot.Machine.Program, QemuCommand.Words(boot), sharesInput: boot.Interactive, ("TMPDIR", scratch));
        }
        catch (Win32Exception missing)
        {
            throw new OutsideException(
                $"{boot.Machine.Program} cannot be started: {missing.Message}",
                $"install QEMU: on Debian, the package {boot.Machine.Package}");
        }
    }

    private static void Listen(Stream serial, SerialLog log, Action onExpected)
    {
        var bytes = new byte[16 << 10];
        bool told = false;
        for (int read; (read = serial.Read(bytes)) > 0;)
        {
            log.Hear(bytes.AsSpan(0, read));
            if (told || !log.ExpectedSaid)
                continue;
            told = true;
            onExpected();
        }
    }

    private static void End(Process qemu)
    {
        if (qemu.HasExited)
            return;
        if (Libc.kill(qemu.Id, Libc.Terminate) != 0 || !qemu.WaitForExit(s_courtesy))
            qemu.Kill(entireProcessTree: true);
    }
}
