using Bq2.Efi;

namespace Bq2.Image;

/// <summary>A disk with a GUID partition table: planned from partitions, or read from a disk.</summary>
public sealed class GptDisk
{
    /// <summary>The offset of the first partition. Every partition starts and ends at a multiple of it.</summary>
    public const int Alignment = 1 << 20;

    /// <summary>The most that a backup table takes at the end of a disk, unless the table is unusually long.</summary>
    internal const int RoomOfBackup = 20 << 10;

    private readonly Source _disk;

    internal GptDisk(Source disk) => _disk = disk;

    /// <summary>The disk's own id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The sector size of the table, in bytes.</summary>
    public required int SectorSize { get; init; }

    /// <summary>The partitions, by their numbers.</summary>
    public required IReadOnlyList<FoundPartition> Partitions { get; init; }

    /// <summary>
    /// Faults that do not prevent reading: one of the two tables is damaged, missing or misplaced, or partitions overlap each other or
    /// the table, or lie outside the disk; the latter are not listed as partitions.
    /// </summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>The first of the faults.</summary>
    public Fault? Damage => Faults.Count > 0 ? Faults[0] : null;

    /// <summary>The disk that holds the partitions in their order.</summary>
    public static Regions Plan(IReadOnlyList<Partition> partitions, GptOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        var disk = new GptPlanner(partitions, options ?? new());
        disk.FillEntries();
        disk.PlaceProtectiveMbr();
        disk.PlacePrimaryTable();
        disk.PlacePartitions();
        disk.PlaceBackupTable();
        return disk.Regions;
    }

    /// <summary>Reads a disk's table, for sectors of 512 or 4096 bytes, or the backup if the table is damaged.</summary>
    public static GptDisk Read(Source disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return GptReader.Read(disk);
    }

    /// <summary>
    /// After a disk has grown: moves the backup table to the new end, and updates the table and the protective MBR. Also repairs a
    /// damaged table or backup.
    /// </summary>
    public static void MoveBackup(WritableDisk disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        MoveBackup(disk, disk.Length);
    }

    /// <summary>
    /// Before a disk shrinks: the same for its future end. If a partition reaches beyond that, throws and changes nothing.
    /// </summary>
    public static void MoveBackup(WritableDisk disk, long length)
    {
        ArgumentNullException.ThrowIfNull(disk);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var table = new GptMover(disk, length);
        table.WriteBackupTable();
        table.WritePrimaryTable();
        table.WriteProtectiveMbr();
        table.RemoveOldBackup();
    }

    /// <summary>Whether a disk has a table, valid or damaged.</summary>
    public static bool Exists(Source disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return GptReader.FindsSignature(disk);
    }

    /// <summary>A partition as a source, valid as long as the disk's.</summary>
    public Source Open(int number)
    {
        string has = string.Join(", ", Partitions.Select(partition => partition.Number));
        var found = Partitions.FirstOrDefault(partition => partition.Number == number)
            ?? throw _disk.Bad(ImageFaults.NoSuchPartition, $"the disk has no partition {number}", $"it has: {has}");
        return _disk.Slice(found.Offset, found.Length);
    }
}
