using System.Diagnostics;
using System.Globalization;

namespace Bq2.Tests.RealTools;

/// <summary>Sends signals as somebody at a shell does.</summary>
internal static class Signals
{
    public static void Send(string signal, Process to) => To(to, signal).Run().Accepts();

    /// <summary>Two at nearly the same moment. The process may have ended meanwhile.</summary>
    public static void SendTwice(string signal, Process to)
    {
        using var one = To(to, signal).Start();
        using var two = To(to, signal).Start();
        one.WaitForExit();
        two.WaitForExit();
    }

    // The shell's own: the program kill is not installed everywhere.
    private static ProgramCall To(Process process, string signal) =>
        new("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}"));
}
