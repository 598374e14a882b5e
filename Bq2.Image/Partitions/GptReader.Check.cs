using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class GptReader
{
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
}
