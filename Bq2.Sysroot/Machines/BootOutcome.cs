namespace Bq2.Sysroot;

/// <summary>A machine's serial output (the last MiB), and QEMU's exit code and error messages.</summary>
internal sealed record BootOutcome(string Said, bool ExpectedSaid, int ExitCode, bool TimedOut, string Complained);
