using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A disk with a GUID partition table: planned from partitions, or read from a disk.</summary>
public sealed class GptDisk
{
    /// <summary>Where the first partition starts. Every one starts and ends at a multiple of it.</summary>
    public const int Alignment = 1 << 20;

    private readonly Source _disk;

    internal GptDisk(Source disk) => _disk = disk;

    public required Guid Id { get; init; }

    public required int SectorSize { get; init; }

    public required IReadOnlyList<FoundPartition> Partitions { get; init; }

    /// <summary>What is wrong with the table at the start of the disk, where the one at its end had to be taken.</summary>
    public Fault? Damage { get; init; }

    /// <summary>The disk that holds the partitions in their order.</summary>
    public static Regions Plan(IReadOnlyList<Partition> partitions, GptOptions? options = null)
    {
        var disk = new GptPlanner(partitions, options ?? new());
        disk.FillEntries();
        disk.PlaceProtectiveMbr();
        disk.PlacePrimaryTable();
        disk.PlacePartitions();
        disk.PlaceBackupTable();
        return disk.Regions;
    }

    /// <summary>Reads a disk's table, for sectors of 512 or 4096 bytes, or its backup where the table is damaged.</summary>
    public static GptDisk Read(Source disk) => GptReader.Read(disk);

    /// <summary>Whether a disk has a table at all, be it sound or damaged.</summary>
    public static bool Exists(Source disk) => GptReader.FindsSignature(disk);

    /// <summary>A partition as a source, which lives as long as the disk's.</summary>
    public Source Open(int number)
    {
        string has = string.Join(", ", Partitions.Select(partition => partition.Number));
        var found = Partitions.FirstOrDefault(partition => partition.Number == number)
            ?? throw _disk.Bad("GPT008", $"the disk has no partition {number}", $"it has: {has}");
        return _disk.Slice(found.Offset, found.Length);
    }
}
