namespace Bq2.Sysroot;

/// <summary>What a machine said on its serial line, and how it ended.</summary>
public sealed record BootOutcome
{
    internal BootOutcome(string said, bool expectedSaid, int exitCode, bool timedOut, string complained) =>
        (Said, ExpectedSaid, ExitCode, TimedOut, Complained) = (said, expectedSaid, exitCode, timedOut, complained);

    /// <summary>What the serial line said: the last MiB of it.</summary>
    public string Said { get; }

    /// <summary>Whether <see cref="BootOptions.Expect"/> was among what was said.</summary>
    public bool ExpectedSaid { get; }

    /// <summary>Why the machine is no longer running.</summary>
    public BootEnd End =>
        ExpectedSaid ? BootEnd.ExpectedSaid : TimedOut ? BootEnd.TimedOut : ExitCode != 0 ? BootEnd.Failed : BootEnd.PoweredOff;

    /// <summary>QEMU's exit code; 0 also where a guest powered off by itself.</summary>
    public int ExitCode { get; }

    /// <summary>What QEMU wrote to its standard error; empty if it had nothing to say.</summary>
    public string Complained { get; }

    internal bool TimedOut { get; }
}
