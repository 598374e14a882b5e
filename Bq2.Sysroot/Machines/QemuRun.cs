using System.ComponentModel;
using System.Diagnostics;
using Bq2.Efi.Files;
using Bq2.Efi.Work;

namespace Bq2.Sysroot;

/// <summary>
/// Starts QEMU, reads its serial output, and ends it: when the expected text appears, at the timeout, or when we are interrupted.
/// </summary>
internal static class QemuRun
{
    // How long a guest may take to power off after the expected text.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    // How long QEMU may take to exit: it restores the terminal first.
    private static readonly TimeSpan s_courtesy = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Boots and waits for the end; serial output goes to <paramref name="echo"/> as it comes. A machine without any output by
    /// <paramref name="firstWord"/> is ended.
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
