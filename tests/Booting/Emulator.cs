using Bq2.Sysroot;

namespace Bq2.Tests.Booting;

/// <summary>
/// Boots in QEMU's emulation. Once in some two hundred boots on a busy machine, that stands still inside AArch64's firmware,
/// which has cleared the screen and not yet said that it loads anything. Nothing of ours has run by then, so that one boot
/// is tried again; what we did wrong would stop it again.
/// </summary>
internal static class Emulator
{
    /// <summary>What firmware of both machines says before it loads the first program.</summary>
    public const string FirmwareLoads = "BdsDxe:";

    public static BootOutcome Run(Boot boot)
    {
        var outcome = QemuRun.Boot(boot);
        bool stoodStill = outcome.TimedOut && outcome.Said.Length > 0 && !outcome.Said.Contains(FirmwareLoads, StringComparison.Ordinal);
        return stoodStill ? QemuRun.Boot(boot) : outcome;
    }
}
