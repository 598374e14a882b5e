namespace Bq2.Sysroot;

/// <summary>What a machine said on its serial line (the last MiB of it), and how QEMU ended and with what complaint.</summary>
internal sealed record BootOutcome(string Said, bool ExpectedSaid, int ExitCode, bool TimedOut, string Complained);
