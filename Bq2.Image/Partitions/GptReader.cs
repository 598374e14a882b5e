using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Finds a partition table and checks it as firmware does: both checksums, then the partitions themselves.</summary>
internal static class GptReader
{
    private const int MaxEntrySize = 4096;
    private const int MaxTableSize = 1 << 20;

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

    /// <summary>A table; null if there is none, with the reason if it is damaged.</summary>
    private static GptTable? TryRead(Source disk, int sectorSize, long lba, ref Fault? damage)
    {
        long offset = lba * sectorSize;
        if (lba < 1 || disk.Length - offset < sectorSize)
            return null;

        var sector = disk.ReadBytes(offset, sectorSize);
        var header = MemoryMarshal.Read<GptHeader>(sector);
        if (header.Signature != GptHeader.EfiPart)
            return null;

        try
        {
            CheckHeader(disk, offset, lba, sector, header);
            return new(header, ReadEntries(disk, offset, sectorSize, header), sectorSize);
        }
        catch (FaultException bad)
        {
            damage ??= bad.Fault;
            return null;
        }
    }

    private static void CheckHeader(Source disk, long offset, long lba, byte[] sector, in GptHeader header)
    {
        if (header.HeaderSize < GptHeader.Size || header.HeaderSize > sector.Length)
        {
            throw disk.Bad(ImageFaults.GptHeader, $"a GPT header of {header.HeaderSize:N0} bytes, not 92 up to a sector",
                FieldPlace.Of(in header, in header.HeaderSize).At(offset));
        }

        var bytes = sector.AsSpan(0, (int)header.HeaderSize);
        var crcField = FieldPlace.Of(in header, in header.HeaderCrc32);
        bytes.Slice((int)crcField.Offset, crcField.Length).Clear();
        uint crc = Crc32.Of(bytes);
        if (crc != header.HeaderCrc32)
        {
            throw disk.Bad(ImageFaults.GptHeaderChecksum,
                $"the GPT header's checksum is 0x{crc:x8}, but the header says 0x{header.HeaderCrc32:x8}", crcField.At(offset));
        }

        if (header.MyLba != (ulong)lba)
        {
            throw disk.Bad(ImageFaults.GptHeader,
                $"the GPT header at sector {lba:N0} says that it is at sector {header.MyLba:N0}",
                FieldPlace.Of(in header, in header.MyLba).At(offset));
        }
    }

    private static byte[] ReadEntries(Source disk, long offset, int sectorSize, in GptHeader header)
    {
        long size = header.SizeOfPartitionEntry, length = size * header.NumberOfPartitionEntries;
        if (size is < GptEntry.Size or > MaxEntrySize || size % GptEntry.Size != 0 || length > MaxTableSize)
        {
            var count = FieldPlace.Of(in header, in header.NumberOfPartitionEntries);
            throw disk.Bad(ImageFaults.GptTableOutside,
                $"a table of {header.NumberOfPartitionEntries:N0} entries of {size:N0} bytes",
                count.To(FieldPlace.Of(in header, in header.SizeOfPartitionEntry)).At(offset));
        }

        if (header.PartitionEntryLba > (ulong)(disk.Length / sectorSize)
            || length > disk.Length - (long)header.PartitionEntryLba * sectorSize)
        {
            throw disk.Bad(ImageFaults.GptTableOutside,
                $"the table at sector {header.PartitionEntryLba:N0} is outside the disk",
                FieldPlace.Of(in header, in header.PartitionEntryLba).At(offset));
        }

        var entries = disk.ReadBytes((long)header.PartitionEntryLba * sectorSize, (int)length);
        uint crc = Crc32.Of(entries);
        uint expected = header.PartitionEntryArrayCrc32;
        return crc == expected ? entries : throw disk.Bad(ImageFaults.GptTableChecksum,
            $"the partition table's checksum is 0x{crc:x8}, but the header says 0x{expected:x8}",
            FieldPlace.Of(in header, in header.PartitionEntryArrayCrc32).At(offset));
    }

    /// <summary>Checks that the other table exists, is valid and is the same: when the first one is lost it is too late.</summary>
    private static void CheckBackup(Source disk, GptTable primary, List<Fault> faults)
    {
        long last = disk.Length / primary.SectorSize - 1;
        var header = primary.Header;
        ulong place = header.AlternateLba;
        var placeField = FieldPlace.Of(in header, in header.AlternateLba).At(primary.SectorSize);
        if (place > (ulong)last)
        {
            faults.Add(disk.Bad(ImageFaults.GptBackupPlace,
                $"the backup of the partition table should be at sector {place:N0}, but the disk ends at {last:N0}",
                placeField, "was the disk cut short?").Fault);
            return;
        }

        Fault? damage = null;
        if (TryRead(disk, primary.SectorSize, (long)place, ref damage) is not { } backup)
        {
            faults.Add(damage ?? disk.Bad(ImageFaults.GptBackupPlace,
                $"there is no backup of the partition table at sector {place:N0}", (long)place * primary.SectorSize, 8).Fault);
            return;
        }

        if (!backup.Entries.AsSpan().SequenceEqual(primary.Entries) || backup.Header.DiskGuid != primary.Header.DiskGuid)
        {
            faults.Add(disk.Bad(ImageFaults.GptBackupDiffers,
                $"the backup of the partition table differs from the table").Fault);
        }

        if (place != (ulong)last)
        {
            faults.Add(disk.Bad(ImageFaults.GptBackupPlace,
                $"the backup of the partition table is at sector {place:N0}, but the disk goes on to {last:N0}",
                placeField, "the disk has grown: resize moves the backup to its end").Fault);
        }
    }

    /// <summary>Checks that partitions do not overlap each other or the table; they are readable anyway.</summary>
    private static void CheckPartitions(Source disk, GptTable table, List<Fault> faults)
    {
        var header = table.Header;
        var before = (Number: 0, Entry: default(GptEntry));
        foreach (var (number, entry) in table.UsedEntries().OrderBy(each => each.Entry.StartingLba))
        {
            var (first, last) = (header.FirstUsableLba, header.LastUsableLba);
            if (entry.StartingLba < first || entry.EndingLba > last)
            {
                faults.Add(disk.Bad(ImageFaults.PartitionUnusable,
                    $"partition {number}, sectors {entry.StartingLba:N0} to {entry.EndingLba:N0}, is outside {first:N0} to {last:N0}",
                    table.PlaceOf(number), 16).Fault);
            }

            if (before.Number > 0 && entry.StartingLba <= before.Entry.EndingLba)
            {
                faults.Add(disk.Bad(ImageFaults.PartitionsOverlap,
                    $"partitions {before.Number} and {number} overlap at sector {entry.StartingLba:N0}", table.PlaceOf(number), 8).Fault);
            }

            if (before.Number == 0 || entry.EndingLba > before.Entry.EndingLba)
                before = (number, entry);
        }
    }

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
