using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bq2.Bench.Boots;

/// <summary>A disk that is booted by `bq2 image run`, with an ear at the serial line and a hand at the clock.</summary>
internal sealed record TimedBoot(string Program, string Disk, string Machine)
{
    private const string LoaderStarts = "BdsDxe: starting";
    private const string KernelSpeaks = "Linux version";
    private const string GuestIsDone = "bq2-guest: done";
    private const int Plenty = 2048;
    private const int Patience = 30;

    /// <summary>From the firmware's word to the kernel's, in seconds.</summary>
    public double SecondsToKernel()
    {
        using var run = Start(Plenty, KernelSpeaks);
        long started = 0, spoke = 0;
        var said = new StringBuilder();
        var part = new byte[4096];
        for (int read; (read = run.StandardOutput.BaseStream.Read(part)) > 0;)
        {
            long now = Stopwatch.GetTimestamp();
            said.Append(Encoding.Latin1.GetString(part, 0, read));
            started = started == 0 && Said(LoaderStarts) ? now : started;
            spoke = spoke == 0 && Said(KernelSpeaks) ? now : spoke;
        }

        run.WaitForExit();
        return spoke == 0
            ? throw new InvalidOperationException($"the kernel on {Disk} said nothing")
            : Stopwatch.GetElapsedTime(started, spoke).TotalSeconds;

        bool Said(string text) => said.ToString().Contains(text, StringComparison.Ordinal);
    }

    /// <summary>Whether the guest runs its own first program with so much memory.</summary>
    public bool ComesUp(int mebibytes)
    {
        using var run = Start(mebibytes, GuestIsDone);
        run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return run.ExitCode == 0;
    }

    private Process Start(int mebibytes, string expect)
    {
        string[] words =
        [
            "image", "run", Disk, "--arch", Machine, "--memory", Number(mebibytes), "--expect", expect, "--timeout", Number(Patience),
        ];
        return Process.Start(new ProcessStartInfo(Program, words) { RedirectStandardOutput = true })!;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
