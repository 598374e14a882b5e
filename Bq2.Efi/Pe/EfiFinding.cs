using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>Something about an image that a rule speaks of: which, whose, where, why, and what to do.</summary>
public readonly record struct EfiFinding(Severity Severity, RuleMakers Makers, Fault Fault);
