using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal static partial class GptReader
{
    private const int MaxEntrySize = 4096;
    private const int MaxTableSize = 1 << 20;

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
}
