namespace Bq2.Image;

/// <summary>How a container image is written.</summary>
public sealed record OciWriteOptions
{
    /// <summary>What packs the layer.</summary>
    public Packing Packing { get; init; } = Packing.Gzip;

    /// <summary>The times of its files; the latest is the image's, too.</summary>
    public TarOptions Tar { get; init; } = new();

    /// <summary>The image's name in the layout, such as latest.</summary>
    public string? Tag { get; init; }

    /// <summary>What the image runs; null for nothing.</summary>
    public string[]? Command { get; init; }
}
