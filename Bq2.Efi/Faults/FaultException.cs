namespace Bq2.Efi;

/// <summary>Thrown for bad input, or for an option that cannot be honoured. Carries the fault and adds nothing to it.</summary>
public sealed class FaultException(Fault fault) : FormatException(fault.ToString())
{
    /// <summary>What is wrong, where, and what to try.</summary>
    public Fault Fault => fault;

    /// <summary>The same fault with the name of the file, which only the caller knows.</summary>
    internal FaultException In(string path) => fault.Path is null ? new(fault with { Path = path }) : this;
}
