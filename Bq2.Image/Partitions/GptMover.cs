using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Rewrites the table of an existing disk, with the backup at the current end of the disk. The backup is complete on the medium before
/// the first table changes, so one of the two is readable at any moment.
/// </summary>
internal sealed class GptMover
{
    private readonly WritableDisk _disk;
    private readonly GptTable _table;
    private readonly long _sectors;

    /// <param name="disk">The disk, as it is now.</param>
    /// <param name="length">Its current or future length.</param>
    public GptMover(WritableDisk disk, long length)
    {
        (_disk, _table) = (disk, GptReader.Find(disk, []));
        _sectors = length / _table.SectorSize;

        long start = 2 + _table.EntriesSectors, end = _sectors - 1 - _table.EntriesSectors;
        foreach (var (number, entry) in _table.UsedEntries())
        {
            if (entry.StartingLba < (ulong)start || entry.EndingLba >= (ulong)end)
            {
                throw disk.Bad(ImageFaults.TableHasNoRoom,
                    $"partition {number} has sectors {entry.StartingLba:N0} to {entry.EndingLba:N0}; {start:N0} to {end - 1:N0} are left",
                    "make the disk larger");
            }
        }
    }

    public void WriteBackupTable()
    {
        Write(_sectors - 1 - _table.EntriesSectors, _table.Entries);
        Write(_sectors - 1, _table.HeaderFor(_sectors, isBackup: true));
        _disk.Flush();
    }

    public void WritePrimaryTable()
    {
        Write(2, _table.Entries);
        Write(1, _table.HeaderFor(_sectors, isBackup: false));
        _disk.Flush();
    }

    /// <summary>The record that covers the whole disk grows with it. A hybrid MBR's records are kept.</summary>
    public void WriteProtectiveMbr()
    {
        var mbr = MemoryMarshal.Read<ProtectiveMbr>(_disk.ReadBytes(0, ProtectiveMbr.Size));
        var record = mbr.Partitions[0];
        bool isAlone = mbr.Partitions[1].OsType == 0 && mbr.Partitions[2].OsType == 0 && mbr.Partitions[3].OsType == 0;
        if (mbr.Signature != ProtectiveMbr.BootSignature || record.OsType != ProtectiveMbr.GptType || !isAlone)
            return;

        record.SizeInLba = (uint)Math.Min(_sectors - record.StartingLba, uint.MaxValue);
        mbr.Partitions[0] = record;
        _disk.WriteAt(0, StructBytes.ToBytes(mbr));
    }

    /// <summary>Erases the old backup, so that nobody uses it.</summary>
    public void RemoveOldBackup()
    {
        ulong old = _table.Header.MyLba == 1 ? _table.Header.AlternateLba : _table.Header.MyLba;
        if (old <= 1
            || old >= (ulong)_sectors - 1 || _table.UsedEntries().Any(each => each.Entry.StartingLba <= old && old <= each.Entry.EndingLba))
            return;

        long offset = (long)old * _table.SectorSize;
        if (MemoryMarshal.Read<GptHeader>(_disk.ReadBytes(offset, GptHeader.Size)).Signature == GptHeader.EfiPart)
            _disk.WriteAt(offset, new byte[GptHeader.Size]);
        _disk.Flush();
    }

    private void Write(long lba, byte[] bytes) => _disk.WriteAt(lba * _table.SectorSize, bytes);
}
