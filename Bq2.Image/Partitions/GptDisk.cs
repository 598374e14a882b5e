using Bq2.Efi;

namespace Bq2.Image;

/// <summary>A disk with a GUID partition table: planned from partitions, or read from a disk.</summary>
public sealed class GptDisk
{
    /// <summary>Where the first partition starts. Every one starts and ends at a multiple of it.</summary>
    public const int Alignment = 1 << 20;

    /// <summary>No more than this does the backup of a table take at the end of a disk, unless somebody made a very long one.</summary>
    internal const int RoomOfBackup = 20 << 10;

    private readonly Source _disk;

    internal GptDisk(Source disk) => _disk = disk;

    /// <summary>The disk's own id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Bytes in the sectors that the table counts.</summary>
    public required int SectorSize { get; init; }

    /// <summary>The partitions, by their numbers.</summary>
    public required IReadOnlyList<FoundPartition> Partitions { get; init; }

    /// <summary>
    /// What is wrong and yet does not stand in the way: one of the two tables is damaged or missing or not where it should
    /// be, or partitions overlap each other or the table, or do not lie on the disk: those are not among its partitions.
    /// </summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>The first of the faults.</summary>
    public Fault? Damage => Faults.Count > 0 ? Faults[0] : null;

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

    /// <summary>
    /// After a disk has grown: moves the backup of its table to the new end, and lets the table, and the protective MBR,
    /// know of it. It also mends a table or a backup that is damaged.
    /// </summary>
    public static void MoveBackup(WritableDisk disk) => MoveBackup(disk, disk.Length);

    /// <summary>
    /// Before a disk is made shorter: the same for the end that it is about to have. A partition that reaches beyond that is a fault,
    /// and nothing is changed then.
    /// </summary>
    public static void MoveBackup(WritableDisk disk, long length)
    {
        var table = new GptMover(disk, length);
        table.WriteBackupTable();
        table.WritePrimaryTable();
        table.WriteProtectiveMbr();
        table.RemoveOldBackup();
    }

    /// <summary>Whether a disk has a table at all, be it sound or damaged.</summary>
    public static bool Exists(Source disk) => GptReader.FindsSignature(disk);

    /// <summary>A partition as a source, which lives as long as the disk's.</summary>
    public Source Open(int number)
    {
        string has = string.Join(", ", Partitions.Select(partition => partition.Number));
        var found = Partitions.FirstOrDefault(partition => partition.Number == number)
            ?? throw _disk.Bad(ImageFaults.NoSuchPartition, $"the disk has no partition {number}", $"it has: {has}");
        return _disk.Slice(found.Offset, found.Length);
    }
}
