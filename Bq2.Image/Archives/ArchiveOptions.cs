namespace Bq2.Image;

/// <summary>What an archive may be, before it is refused.</summary>
public sealed record ArchiveOptions
{
    /// <summary>How much may come out of a packed archive.</summary>
    public UnpackOptions Unpacking { get; init; } = new();

    /// <summary>The most entries; each takes about 500 bytes of memory.</summary>
    public int MaxEntries { get; init; } = 10_000_000;
}
