namespace Bq2.Image;

/// <summary>One line of the boot menu, as the boot loader will show it.</summary>
/// <param name="Id">The id in loader.conf and bootctl: the file name without counters, in lower case.</param>
/// <param name="Path">The file on the EFI system partition that defines the entry.</param>
/// <param name="Skipped">Why the loader skips it, to follow "it is skipped: "; null if it starts.</param>
public sealed record BootChoice(string Id, string Path, string? Skipped)
{
    /// <summary>Whether this is the default entry.</summary>
    public bool IsDefault { get; internal init; }
}
