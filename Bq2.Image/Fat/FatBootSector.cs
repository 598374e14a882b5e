using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The first sector of a FAT32 volume, field for field and with the names of Microsoft's "FAT: General Overview of
/// On-Disk Format". With larger sectors it is the first 512 bytes of the sector.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FatBootSector
{
    public const int Size = 512;
    public const ushort BootSignature = 0xaa55;
    public const byte FixedMedia = 0xf8;
    public const byte HasVolumeId = 0x29;

    public JumpCode Jump;                //   0  eb 58 90: over the fields, to the boot code
    public Bytes8 OemName;               //   3
    public ushort BytesPerSector;        //  11  512, 1024, 2048 or 4096
    public byte SectorsPerCluster;       //  13  a power of two
    public ushort ReservedSectors;       //  14  before the first FAT
    public byte FatCount;                //  16  2
    public ushort RootEntryCount;        //  17  0 on FAT32
    public ushort TotalSectors16;        //  19  0 on FAT32
    public byte Media;                   //  21  again in the first FAT entry
    public ushort SectorsPerFat16;       //  22  0: this is how everybody knows FAT32
    public ushort SectorsPerTrack;       //  24
    public ushort Heads;                 //  26
    public uint HiddenSectors;           //  28  where the partition starts on its disk
    public uint TotalSectors;            //  32
    public uint SectorsPerFat;           //  36
    public ushort ExtendedFlags;         //  40  0: both FATs are kept the same
    public ushort Version;               //  42  0
    public uint RootCluster;             //  44  2
    public ushort FsInfoSector;          //  48  1
    public ushort BackupBootSector;      //  50  6
    public Bytes12 Reserved;             //  52
    public byte DriveNumber;             //  64  0x80
    public byte Flags;                   //  65  0: was closed properly
    public byte ExtendedSignature;       //  66  0x29: the three fields below are there
    public uint VolumeId;                //  67
    public FatShortName Label;           //  71
    public Bytes8 TypeName;              //  82  "FAT32   ", which nobody may rely on
    public BootCodeBytes BootCode;       //  90
    public ushort Signature;             // 510  55 aa

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

    [InlineArray(12)]
    internal struct Bytes12
    {
        private byte _first;
    }

    [InlineArray(420)]
    internal struct BootCodeBytes
    {
        private byte _first;
    }
}
