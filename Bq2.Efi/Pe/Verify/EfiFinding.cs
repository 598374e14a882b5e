namespace Bq2.Efi.Pe;

/// <summary>
/// Something about an image that a rule speaks of: who refuses the image for it (nobody, where it is advice), where, why, and
/// what to do.
/// </summary>
public readonly record struct EfiFinding(EfiJudges RefusedBy, Fault Fault)
{
    private const EfiJudges Policies = EfiJudges.Shim | EfiJudges.ShimNx | EfiJudges.Microsoft;

    /// <summary>How much it matters: the strictest of those that refuse the image for it.</summary>
    public EfiGrade Grade => RefusedBy switch
    {
        EfiJudges.None => EfiGrade.Advice,
        _ when RefusedBy.HasFlag(EfiJudges.Firmware) => EfiGrade.Firmware,
        _ when (RefusedBy & Policies) != 0 => EfiGrade.Policy,
        _ => EfiGrade.Tool,
    };
}
