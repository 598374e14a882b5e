namespace Bq2.Image;

/// <summary>Options for making a partition table.</summary>
public sealed record GptOptions
{
    /// <summary>
    /// All ids are derived from these bytes: the same seed gives the same ids. If there are none, the ids are derived from the types and
    /// sizes of the partitions.
    /// </summary>
    public ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>512 or 4096, the sector size of the target disk. A table made for one size cannot be read with the other.</summary>
    public int SectorSize { get; init; } = 512;
}
