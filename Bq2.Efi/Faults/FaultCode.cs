namespace Bq2.Efi;

/// <summary>
/// One kind of fault: a short code that never changes, what it means, and what to do about it. Each library lists its own
/// in one register; a <see cref="Fault"/> adds the numbers of one case.
/// </summary>
public sealed record FaultCode(string Code, string Meaning, string Remedy)
{
    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
