namespace Bq2.Sysroot;

/// <summary>Why a machine is no longer running.</summary>
public enum BootEnd
{
    /// <summary>The guest switched it off, or asked for a restart.</summary>
    PoweredOff,

    /// <summary>It said what was expected.</summary>
    ExpectedSaid,

    /// <summary>The time was over.</summary>
    TimedOut,

    /// <summary>QEMU ended with an error; see <see cref="BootOutcome.Complained"/>.</summary>
    Failed,
}
