using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A disk or a partition, block by block: UEFI 13.9.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BlockIo : IEfiProtocol
{
    public static EfiGuid Guid => new(0x964e5b21, 0x6459, 0x11d2, 0x8e39, 0x00a0c969723b);

    public ulong Revision;               //  0
    public BlockIoMedia* Media;          //  8
    public delegate* unmanaged[SuppressGCTransition]<BlockIo*, byte, EfiStatus> Reset;                     // 16
    public delegate* unmanaged[SuppressGCTransition]<BlockIo*, uint, ulong, nuint, void*, EfiStatus>
        ReadBlocks; // 24  media, block, bytes, buffer
    public delegate* unmanaged[SuppressGCTransition]<BlockIo*, uint, ulong, nuint, void*, EfiStatus> WriteBlocks; // 32
    public delegate* unmanaged[SuppressGCTransition]<BlockIo*, EfiStatus> FlushBlocks;                     // 40
}

/// <summary>What is in the drive: UEFI 13.9.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockIoMedia
{
    public const int Size = 48;

    public uint MediaId;                 //  0  another one when the disk was changed
    public byte RemovableMedia;          //  4
    public byte MediaPresent;            //  5
    public byte LogicalPartition;        //  6
    public byte ReadOnly;                //  7
    public byte WriteCaching;            //  8
    public uint BlockSize;               // 12
    public uint IoAlign;                 // 16  of buffers; 0 and 1: any
    public ulong LastBlock;              // 24
    public ulong LowestAlignedLba;       // 32
    public uint LogicalBlocksPerPhysicalBlock; // 40
    public uint OptimalTransferLengthGranularity; // 44
}
