using Bq2.Efi;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Efi.Pe;

/// <summary>What images that we made are held to: more than that firmware starts them.</summary>
internal static class OurImages
{
    public static readonly EfiJudges Everybody = Enum.GetValues<EfiJudges>().Aggregate((all, judge) => all | judge);

    /// <summary>Everything that anyone refuses our images for, apart from missing sections for signing, which are optional.</summary>
    public static IReadOnlyList<Fault> Faults(PeImage image) =>
        [.. EfiRules.Check(image, Everybody).Where(fault => fault.Kind != EfiRuleCodes.NoSbat && fault.Kind != EfiRuleCodes.NoSbom)];

    /// <summary>The same where the code itself was spoiled: then the entry point may hold no instruction.</summary>
    public static IEnumerable<Fault> FaultsBesidesCode(PeImage image) =>
        Faults(image).Where(fault => fault.Kind != EfiRuleCodes.EntryIsNoCode);
}
