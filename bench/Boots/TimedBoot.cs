using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bq2.Bench.Boots;

/// <summary>A disk that is booted by `bq2 image run`, with an ear at the serial line and a hand at the clock.</summary>
internal sealed record TimedBoot(string Program, string Disk, string Machine)
{
    private const string LoaderStarts = "BdsDxe: starting";
    private const string KernelSpeaks = "Linux version";
    private const int Patience = 60;

    /// <summary>From the firmware's word to the kernel's, in seconds; null where the kernel says nothing.</summary>
    public double? SecondsToKernel(int mebibytes)
    {
        string[] words = ["image", "run", Disk, "--arch", Machine, "--memory", $"{mebibytes}", "--expect", KernelSpeaks, "--timeout", Patience.ToString(CultureInfo.InvariantCulture)];
        using var run = Process.Start(new ProcessStartInfo(Program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaint = run.StandardError.ReadToEndAsync();
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
        complaint.Wait();
        return spoke == 0 ? null : Stopwatch.GetElapsedTime(started, spoke).TotalSeconds;

        bool Said(string text) => said.ToString().Contains(text, StringComparison.Ordinal);
    }
}
