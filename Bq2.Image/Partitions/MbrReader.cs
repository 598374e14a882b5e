using System.Runtime.InteropServices;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>
/// Reads the partitions of an MBR: up to four in the first sector, and the logical ones, each with a sector before it that points to the
/// next.
/// </summary>
internal sealed class MbrReader
{
    private const int SectorSize = 512;
    private const int FirstLogical = 5;

    // Linux supports 256 partitions on a disk.
    private const int MaxLogical = 256;

    private readonly Source _disk;
    private readonly List<FoundPartition> _partitions = [];
    private readonly List<Fault> _faults = [];

    private MbrReader(Source disk) => _disk = disk;

    /// <summary>Whether the first sector lists a partition other than the record of a protective MBR.</summary>
    public static bool HasPartitions(Source disk) => RecordsOf(disk, 0) is { } records && !IsProtective(records) && records.Any(IsUsed);

    /// <summary>Whether the first sector is a protective MBR.</summary>
    public static bool AnnouncesGpt(Source disk) => RecordsOf(disk, 0) is { } records && IsProtective(records);

    public static PartitionTable Read(Source disk)
    {
        var reader = new MbrReader(disk);
        reader.ReadPrimary(RecordsOf(disk, 0)!);
        return new()
        {
            Kind = PartitionTableKind.Mbr,
            SectorSize = SectorSize,
            Partitions = reader._partitions,
            Faults = reader._faults,
        };
    }

    /// <summary>The four records of a sector; null if it is not a partition sector.</summary>
    private static MbrRecord[]? RecordsOf(Source disk, long offset)
    {
        if (disk.Length - offset < ProtectiveMbr.Size)
            return null;

        var sector = MemoryMarshal.Read<ProtectiveMbr>(disk.ReadBytes(offset, ProtectiveMbr.Size));
        ReadOnlySpan<MbrRecord> records = sector.Partitions;

        // A volume's boot sector ends in the same two bytes, but has code in place of the table.
        bool isTable = sector.Signature == ProtectiveMbr.BootSignature;
        foreach (var record in records)
            isTable &= record.BootIndicator is 0 or 0x80;
        return isTable ? records.ToArray() : null;
    }

    private static bool IsProtective(MbrRecord[] records) => records.Any(record => record.OsType == ProtectiveMbr.GptType);

    private static bool IsUsed(MbrRecord record) => record is { OsType: not 0, StartingLba: > 0, SizeInLba: > 0 };

    private static bool IsExtended(MbrRecord record) => record.OsType is 0x05 or 0x0f or 0x85;

    private void ReadPrimary(MbrRecord[] records)
    {
        for (int i = 0; i < records.Length; i++)
        {
            if (IsUsed(records[i]) && !IsExtended(records[i]))
                Add(i + 1, records[i], from: 0, place: 0, i);
        }

        foreach (var extended in records.Where(IsUsed).Where(IsExtended).Take(1))
            ReadLogical(extended.StartingLba);
    }

    /// <summary>Each sector's partition is relative to that sector, and the next sector to the start of the chain.</summary>
    private void ReadLogical(long start)
    {
        var seen = new HashSet<long>();
        long sector = start;
        for (int number = FirstLogical; number < FirstLogical + MaxLogical; number++)
        {
            if (!seen.Add(sector) || RecordsOf(_disk, sector * SectorSize) is not [var partition, var next, ..])
            {
                _faults.Add(_disk.Bad(ImageFaults.MbrChain,
                    $"the chain of logical partitions is broken at sector {sector:N0}: partitions from {number} on are lost").Fault);
                return;
            }

            if (IsUsed(partition))
                Add(number, partition, from: sector, place: sector * SectorSize, index: 0);
            if (!IsUsed(next) || !IsExtended(next))
                return;
            sector = start + next.StartingLba;
        }
    }

    private void Add(int number, MbrRecord record, long from, long place, int index)
    {
        long first = from + record.StartingLba, sectors = _disk.Length / SectorSize;
        if (first >= sectors || record.SizeInLba > sectors - first)
        {
            _faults.Add(_disk.Bad(ImageFaults.PartitionOutside,
                $"partition {number} is from sector {first:N0} to {first + record.SizeInLba - 1:N0} of {sectors:N0}",
                place + ProtectiveMbr.PlaceOf(index) + MbrRecord.StartOffset, 8).Fault);
            return;
        }

        _partitions.Add(new(number,
            PartitionType.OfMbr(record.OsType), Guid.Empty, "", first * SectorSize, (long)record.SizeInLba * SectorSize, 0));
    }
}
