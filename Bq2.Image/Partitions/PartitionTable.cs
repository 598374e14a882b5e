using Bq2.Efi;

namespace Bq2.Image;

/// <summary>The partitions of a disk, from either kind of table.</summary>
public sealed record PartitionTable
{
    /// <summary>The kind of table.</summary>
    public required PartitionTableKind Kind { get; init; }

    /// <summary>The sector size of the table, in bytes.</summary>
    public required int SectorSize { get; init; }

    /// <summary>The partitions, by their numbers.</summary>
    public required IReadOnlyList<FoundPartition> Partitions { get; init; }

    /// <summary>Faults that leave the table readable. Partitions outside the disk are not listed.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Whether a disk has a partition table, valid or damaged.</summary>
    public static bool Exists(Source disk) => GptDisk.Exists(disk) || MbrReader.HasPartitions(disk);

    /// <summary>Reads a disk's table: the GPT if there is one, else the MBR.</summary>
    /// <exception cref="FaultException">The disk has no table, or the table is damaged beyond reading.</exception>
    public static PartitionTable Read(Source disk) =>
        GptDisk.Exists(disk) || !MbrReader.HasPartitions(disk) ? Of(GptDisk.Read(disk)) : MbrReader.Read(disk);

    private static PartitionTable Of(GptDisk disk) => new()
    {
        Kind = PartitionTableKind.Gpt,
        SectorSize = disk.SectorSize,
        Partitions = disk.Partitions,
        Faults = disk.Faults,
    };
}
