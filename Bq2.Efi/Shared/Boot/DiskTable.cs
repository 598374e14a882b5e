using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

namespace Bq2.Efi.Boot;

/// <summary>The header of a GPT, as far as a reader needs it: UEFI 5.3.2. Firmware has already checked the table.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct DiskTable
{
    public const int Size = 92;
    public const ulong EfiPart = 0x5452_4150_2049_4645;

    /// <summary>A larger table is not searched.</summary>
    public const uint MaxBytes = 1 << 20;

    public ulong Signature;              //  0  "EFI PART"
    public uint Revision;                //  8
    public uint HeaderSize;              // 12
    public uint HeaderCrc32;             // 16
    public uint Reserved;                // 20
    public ulong MyLba;                  // 24
    public ulong AlternateLba;           // 32
    public ulong FirstUsableLba;         // 40
    public ulong LastUsableLba;          // 48
    public EfiGuid DiskGuid;             // 56
    public ulong RowsLba;                // 72
    public uint RowCount;                // 80
    public uint RowSize;                 // 84
    public uint RowsCrc32;               // 88

    /// <summary>The length of all rows in bytes; 0 if this is not a table.</summary>
    public readonly uint RowBytes
    {
        get
        {
            bool sound = Signature == EfiPart && RowSize >= DiskTableRow.Size && RowSize % 8 == 0;
            ulong bytes = sound ? (ulong)RowCount * RowSize : 0;
            return bytes <= MaxBytes ? (uint)bytes : 0;
        }
    }
}

/// <summary>One partition: UEFI 5.3.3.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct DiskTableRow
{
    public const int Size = 128;

    /// <summary>The type of the second partition for entries and kernels, beside the EFI system partition: XBOOTLDR.</summary>
    public static EfiGuid ExtendedBoot => new(0xbc13c2ff, 0x59e6, 0x4262, 0xa352, 0xb275fd6f7172);

    public EfiGuid Type;                 //  0
    public EfiGuid Id;                   // 16
    public ulong FirstLba;               // 32
    public ulong LastLba;                // 40
    public ulong Attributes;             // 48
    public ulong Name0, Name1, Name2, Name3, Name4, Name5, Name6, Name7, Name8; // 56  72 bytes

    /// <summary>The device path node of the first partition of that type; false if there is none.</summary>
    public static bool TryFind(ReadOnlySpan<byte> rows, uint rowSize, EfiGuid type, out HardDrivePath path)
    {
        path = default;
        for (uint number = 1; rows.Length >= (int)rowSize; number++, rows = rows[(int)rowSize..])
        {
            var row = MemoryMarshal.Read<DiskTableRow>(rows);
            if (!row.Type.Equals(type) || row.LastLba < row.FirstLba)
                continue;

            path = new()
            {
                Node = new(DevicePathType.Media, DevicePathNode.HardDrive, HardDrivePath.Size),
                PartitionNumber = number,
                PartitionStart = row.FirstLba,
                PartitionSize = row.LastLba - row.FirstLba + 1,
                Signature = row.Id,
                PartitionFormat = HardDrivePath.FormatGpt,
                SignatureType = HardDrivePath.SignatureIsGuid,
            };
            return true;
        }

        return false;
    }
}
