namespace Bq2.Efi.Pe;

/// <summary>One kind of information for debuggers.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Length">The bytes it takes.</param>
/// <param name="Address">Where they lie in memory; 0 where they are only in the file.</param>
/// <param name="FileOffset">Where they lie in the file.</param>
public sealed record PeDebugEntry(DebugKind Kind, uint Length, uint Address, uint FileOffset)
{
    /// <summary>0, or what a linker put there.</summary>
    public uint TimeDateStamp { get; internal init; }

    /// <summary>The row of the directory, in the file.</summary>
    public int RowOffset { get; internal init; }

    /// <summary>The name under which crash dumps and logs know the image, with the id of its build.</summary>
    public CodeView? CodeView { get; internal init; }

    /// <summary>The hash of a reproducible build; null where the linker left none.</summary>
    public byte[]? Repro { get; internal init; }

    /// <summary>What did not fit into the DLL characteristics: 1 for CET, 0x40 for indirect-branch tracking.</summary>
    public uint? ExtendedTraits { get; internal init; }
}

/// <summary>Which build an image is, and what it is called.</summary>
public sealed record CodeView(Guid Id, uint Age, string Name);
