namespace Bq2.Image;

/// <summary>How a partition table is to be made.</summary>
public sealed record GptOptions
{
    /// <summary>
    /// All ids are derived from these bytes: the same seed makes the same ids, another one makes others. Where there are none, from
    /// the types and sizes of the partitions.
    /// </summary>
    public ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>512 or 4096: that of the disk it will lie on. A table for one is none for the other.</summary>
    public int SectorSize { get; init; } = 512;
}
