namespace Bq2.Image;

/// <summary>How a QCOW2 image is to be written.</summary>
public sealed record Qcow2Options
{
    /// <summary>A power of two from 512 bytes to 2 MiB.</summary>
    public int ClusterSize { get; init; } = 64 << 10;
}
