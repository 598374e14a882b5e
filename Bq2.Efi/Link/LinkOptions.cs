using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>What the caller may choose about an image.</summary>
public sealed record LinkOptions
{
    /// <summary>The symbol that firmware calls.</summary>
    public string Entry { get; init; } = "EfiMain";

    public Subsystem Subsystem { get; init; } = Subsystem.EfiApplication;

    /// <summary>Keep .pdata and .xdata. No UEFI firmware reads them; a runtime that unwinds its own stack does.</summary>
    public bool Unwind { get; init; } = true;
}
