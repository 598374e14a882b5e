using System.Diagnostics;
using System.Globalization;

namespace Bq2.Tests.RealTools;

/// <summary>Sends signals as from a shell.</summary>
internal static class Signals
{
    public static void Send(string signal, Process to) => To(to, signal).Run().Accepts();

    /// <summary>Two at nearly the same time. The process may have ended already.</summary>
    public static void SendTwice(string signal, Process to)
    {
        using var one = To(to, signal).Start();
        using var two = To(to, signal).Start();
        one.WaitForExit();
        two.WaitForExit();
    }

    // The shell's own kill: the program is not installed everywhere.
    private static ProgramCall To(Process process, string signal) =>
        new("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}"));
}
