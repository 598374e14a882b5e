using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Where the tables of one group of blocks are; the second half only with 64-bit block numbers.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4GroupDescriptor
{
    public const int Size = 64;
    public const int OldSize = 32;

    public uint BlockBitmapLow;          //   0
    public uint InodeBitmapLow;          //   4
    public uint InodeTableLow;           //   8
    public ushort FreeBlocksLow;         //  12
    public ushort FreeInodesLow;         //  14
    public ushort UsedFoldersLow;        //  16
    public Ext4GroupFlags Flags;         //  18
    public uint ExcludeBitmapLow;        //  20  for snapshots
    public ushort BlockBitmapSumLow;     //  24
    public ushort InodeBitmapSumLow;     //  26
    public ushort UnusedInodesLow;       //  28  at the end of the table
    public ushort Checksum;              //  30
    public uint BlockBitmapHigh;         //  32
    public uint InodeBitmapHigh;         //  36
    public uint InodeTableHigh;          //  40
    public ushort FreeBlocksHigh;        //  44
    public ushort FreeInodesHigh;        //  46
    public ushort UsedFoldersHigh;       //  48
    public ushort UnusedInodesHigh;      //  50
    public uint ExcludeBitmapHigh;       //  52
    public ushort BlockBitmapSumHigh;    //  56
    public ushort InodeBitmapSumHigh;    //  58
    public uint Reserved;                //  60

    public readonly ulong InodeTable => InodeTableLow | (ulong)InodeTableHigh << 32;
}
