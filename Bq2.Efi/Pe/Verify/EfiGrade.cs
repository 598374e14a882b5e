namespace Bq2.Efi.Pe;

/// <summary>What becomes of an image that breaks a rule, from the least to the worst.</summary>
public enum EfiGrade
{
    /// <summary>Nobody is known to refuse it. It is unusual, or other programs may stumble over it.</summary>
    Advice,

    /// <summary>A tool does not take it, or warns.</summary>
    Tool,

    /// <summary>It is refused where a policy is in force: one of shim's, or Microsoft's for signing.</summary>
    Policy,

    /// <summary>Firmware does not start it.</summary>
    Firmware,
}
