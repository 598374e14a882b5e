namespace Bq2.Image;

/// <summary>Which of several images is meant.</summary>
public sealed record OciOptions
{
    /// <summary>The machine, as these images call it, such as amd64 or arm64; null if there is only one.</summary>
    public string? Architecture { get; init; }

    /// <summary>The name or tag; null if there is only one.</summary>
    public string? Tag { get; init; }

    /// <summary>What the layers may be.</summary>
    public ArchiveOptions Archives { get; init; } = new();
}
