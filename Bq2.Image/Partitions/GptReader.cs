using System.Runtime.InteropServices;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>Finds a partition table and checks it as firmware does: both checksums, then the partitions themselves.</summary>
internal static partial class GptReader
{
    private static readonly int[] s_sectorSizes = [512, 4096];

    public static GptDisk Read(Source disk)
    {
        var faults = new List<Fault>();
        var table = Find(disk, faults);
        CheckPartitions(disk, table, faults);
        return new(disk)
        {
            Id = table.Header.DiskGuid,
            SectorSize = table.SectorSize,
            Partitions = ReadPartitions(disk, table, faults),
            Faults = faults,
        };
    }

    public static bool FindsSignature(Source disk) =>
        Array.Exists(s_sectorSizes, size => HasSignature(disk, size) || HasSignature(disk, (disk.Length / size - 1) * size));

    /// <summary>The valid table: the primary, or if that is damaged, the backup at the end of the disk.</summary>
    public static GptTable Find(Source disk, List<Fault> faults)
    {
        Fault? damage = null;
        foreach (int size in s_sectorSizes)
        {
            if (TryRead(disk, size, lba: 1, ref damage) is { } primary)
            {
                CheckBackup(disk, primary, faults);
                return primary;
            }
        }

        Fault? backupDamage = null;
        foreach (int size in s_sectorSizes)
        {
            if (TryRead(disk, size, lba: disk.Length / size - 1, ref backupDamage) is { } backup)
            {
                faults.Add(damage ?? disk.Bad(ImageFaults.NoPartitionTable, $"the primary GPT is missing; using the backup").Fault);
                return backup;
            }
        }

        throw damage is { } fault ? new FaultException(fault) : disk.Bad(ImageFaults.NoPartitionTable,
            $"no partition table: neither the disk's second sector nor its last one begins with \"EFI PART\"");
    }

    private static bool HasSignature(Source disk, long offset) =>
        offset > 0 && disk.Length - offset >= GptHeader.Size
        && MemoryMarshal.Read<GptHeader>(disk.ReadBytes(offset, GptHeader.Size)).Signature == GptHeader.EfiPart;

    /// <summary>One bad entry does not hide the others.</summary>
    private static List<FoundPartition> ReadPartitions(Source disk, GptTable table, List<Fault> faults)
    {
        var found = new List<FoundPartition>();
        foreach (var (number, entry) in table.UsedEntries())
        {
            try
            {
                found.Add(ToPartition(disk, table, number, entry));
            }
            catch (FaultException bad)
            {
                faults.Add(bad.Fault);
            }
        }

        return found;
    }

    private static FoundPartition ToPartition(Source disk, GptTable table, int number, in GptEntry entry)
    {
        int sectorSize = table.SectorSize;
        ulong sectors = (ulong)(disk.Length / sectorSize);
        if (entry.StartingLba > entry.EndingLba || entry.EndingLba >= sectors)
        {
            throw disk.Bad(ImageFaults.PartitionOutside,
                $"partition {number} is from sector {entry.StartingLba:N0} to {entry.EndingLba:N0} of {sectors:N0}",
                table.PlaceOf(number), 16);
        }

        ReadOnlySpan<char> name = entry.PartitionName;
        int end = name.IndexOf('\0');
        return new(
            number,
            PartitionType.Of(entry.PartitionTypeGuid),
            entry.UniquePartitionGuid,
            (end < 0 ? name : name[..end]).ToString(),
            (long)entry.StartingLba * sectorSize,
            (long)(entry.EndingLba - entry.StartingLba + 1) * sectorSize,
            entry.Attributes);
    }
}
