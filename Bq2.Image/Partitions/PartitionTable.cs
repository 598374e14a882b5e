using Bq2.Efi;

namespace Bq2.Image;

/// <summary>The partitions of a disk, whichever kind of table lists them.</summary>
public sealed record PartitionTable
{
    /// <summary>Which kind of table it is.</summary>
    public required PartitionTableKind Kind { get; init; }

    /// <summary>Bytes in the sectors that the table counts.</summary>
    public required int SectorSize { get; init; }

    /// <summary>The partitions, by their numbers.</summary>
    public required IReadOnlyList<FoundPartition> Partitions { get; init; }

    /// <summary>What is wrong with the table and still leaves it readable. Partitions that do not lie on the disk are not listed.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Whether a disk has a partition table, sound or damaged.</summary>
    public static bool Exists(Source disk) => GptDisk.Exists(disk) || MbrReader.HasPartitions(disk);

    /// <summary>Reads a disk's table: the GPT where there is one, else the MBR.</summary>
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
