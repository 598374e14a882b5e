namespace Bq2.Efi;

/// <summary>A file that is not what it should be, or a wish that cannot be met. Carries the fault; adds nothing to it.</summary>
public sealed class FaultException(Fault fault) : FormatException(fault.ToString())
{
    public Fault Fault => fault;

    /// <summary>The same failure, of a file that only the caller can name.</summary>
    public FaultException In(string path) => fault.Path is null ? new(fault with { Path = path }) : this;
}
