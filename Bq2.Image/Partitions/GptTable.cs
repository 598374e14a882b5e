using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A partition table with valid checksums: the one at the start of a disk, or its backup.</summary>
internal sealed record GptTable(GptHeader Header, byte[] Entries, int SectorSize)
{
    public long EntriesSectors => Align.Units(Entries.Length, SectorSize);

    /// <summary>The rows that are used, with their numbers.</summary>
    public IEnumerable<(int Number, GptEntry Entry)> UsedEntries()
    {
        int size = (int)Header.SizeOfPartitionEntry;
        for (int i = 0; i < Entries.Length / size; i++)
        {
            var entry = MemoryMarshal.Read<GptEntry>(Entries.AsSpan(i * size));
            if (entry.PartitionTypeGuid != Guid.Empty)
                yield return (i + 1, entry);
        }
    }

    /// <summary>The offset on the disk of a row's first and last sector numbers.</summary>
    public long PlaceOf(int number) =>
        (long)Header.PartitionEntryLba * SectorSize + (number - 1L) * Header.SizeOfPartitionEntry + GptEntry.SectorsOffset;

    /// <summary>The header with its checksum, for one of the two places on a disk with this number of sectors.</summary>
    public byte[] HeaderFor(long sectors, bool isBackup)
    {
        long last = sectors - 1, backupEntries = last - EntriesSectors;
        var header = Header;
        header.HeaderSize = GptHeader.Size;
        header.MyLba = (ulong)(isBackup ? last : 1);
        header.AlternateLba = (ulong)(isBackup ? 1 : last);
        header.PartitionEntryLba = (ulong)(isBackup ? backupEntries : 2);
        header.LastUsableLba = (ulong)backupEntries - 1;
        header.PartitionEntryArrayCrc32 = Crc32.Of(Entries);
        header.HeaderCrc32 = 0;
        header.HeaderCrc32 = Crc32.Of(StructBytes.ToBytes(header));
        return StructBytes.ToBytes(header);
    }
}
