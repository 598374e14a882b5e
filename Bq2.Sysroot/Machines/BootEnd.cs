namespace Bq2.Sysroot;

/// <summary>Why a machine ended.</summary>
public enum BootEnd
{
    /// <summary>The guest powered off or restarted.</summary>
    PoweredOff,

    /// <summary>The expected text appeared.</summary>
    ExpectedSaid,

    /// <summary>The timeout passed.</summary>
    TimedOut,

    /// <summary>QEMU ended with an error; see <see cref="BootOutcome.Complained"/>.</summary>
    Failed,
}
