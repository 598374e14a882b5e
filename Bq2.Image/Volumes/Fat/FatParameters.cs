using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The first 36 bytes of a FAT volume of any type, field for field and with the names of Microsoft's "FAT: General
/// Overview of On-Disk Format".
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FatParameters
{
    public const int Size = 36;

    public JumpCode Jump;                //   0  eb xx 90: over the fields, to the boot code
    public Bytes8 OemName;               //   3
    public ushort BytesPerSector;        //  11  512, 1024, 2048 or 4096
    public byte SectorsPerCluster;       //  13  a power of two
    public ushort ReservedSectors;       //  14  before the first FAT
    public byte FatCount;                //  16  2
    public ushort RootEntryCount;        //  17  0 on FAT32
    public ushort TotalSectors16;        //  19  0 on FAT32, and where they are too many
    public byte Media;                   //  21  again in the first FAT entry
    public ushort SectorsPerFat16;       //  22  0: this is how everybody knows FAT32
    public ushort SectorsPerTrack;       //  24
    public ushort Heads;                 //  26
    public uint HiddenSectors;           //  28  where the partition starts on its disk
    public uint TotalSectors32;          //  32  0 where the other field has them

    public readonly uint TotalSectors => TotalSectors16 != 0 ? TotalSectors16 : TotalSectors32;

    [InlineArray(3)]
    internal struct JumpCode
    {
        private byte _first;
    }

    [InlineArray(8)]
    internal struct Bytes8
    {
        private byte _first;
    }
}
