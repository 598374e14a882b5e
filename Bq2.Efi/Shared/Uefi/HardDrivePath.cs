using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The device path node from a disk to a partition: UEFI 10.3.5.1.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct HardDrivePath
{
    public const int Size = 42;
    public const byte FormatGpt = 2;
    public const byte SignatureIsGuid = 2;

    public DevicePathNode Node;          //  0
    public uint PartitionNumber;         //  4  from 1
    public ulong PartitionStart;         //  8  block
    public ulong PartitionSize;          // 16  blocks
    public EfiGuid Signature;            // 24  GPT: the partition's own id
    public byte PartitionFormat;         // 40
    public byte SignatureType;           // 41
}
