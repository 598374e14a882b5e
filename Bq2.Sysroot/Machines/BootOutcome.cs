namespace Bq2.Sysroot;

/// <summary>What a machine wrote to its serial line, and how it ended.</summary>
public sealed record BootOutcome
{
    internal BootOutcome(string said, bool expectedSaid, int exitCode, bool timedOut, string complained) =>
        (Said, ExpectedSaid, ExitCode, TimedOut, Complained) = (said, expectedSaid, exitCode, timedOut, complained);

    /// <summary>The serial output (the last MiB).</summary>
    public string Said { get; }

    /// <summary>Whether the output contained <see cref="BootOptions.Expect"/>.</summary>
    public bool ExpectedSaid { get; }

    /// <summary>Why the machine ended.</summary>
    public BootEnd End =>
        ExpectedSaid ? BootEnd.ExpectedSaid : TimedOut ? BootEnd.TimedOut : ExitCode != 0 ? BootEnd.Failed : BootEnd.PoweredOff;

    /// <summary>QEMU's exit code; 0 also if the guest powered off by itself.</summary>
    public int ExitCode { get; }

    /// <summary>QEMU's error messages; empty if there were none.</summary>
    public string Complained { get; }

    internal bool TimedOut { get; }
}
