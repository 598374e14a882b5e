namespace Bq2.Image;

/// <summary>One line of the boot menu, as the boot loader will show it.</summary>
/// <param name="Id">What it is known by to loader.conf and bootctl: its file's name without counters, in lower case.</param>
/// <param name="Path">The file on the EFI system partition that makes it an entry.</param>
/// <param name="Skipped">Why it does not start, as the end of the sentence "it is skipped: "; null when it does.</param>
public sealed record BootChoice(string Id, string Path, string? Skipped)
{
    /// <summary>Whether it is what starts when nobody chooses.</summary>
    public bool IsDefault { get; internal init; }
}
