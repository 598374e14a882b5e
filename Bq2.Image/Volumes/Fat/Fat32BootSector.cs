using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The first sector of a FAT32 volume. With larger sectors it is the first 512 bytes of the sector.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Fat32BootSector
{
    public const int Size = 512;
    public const int RootClusterOffset = 44;
    public const int StateOffset = 65;
    public const int LabelOffset = 71;
    public const ushort BootSignature = 0xaa55;
    public const byte HasVolumeId = 0x29;

    public FatParameters Parameters;     //   0
    public uint SectorsPerFat;           //  36
    public FatExtendedFlags ExtendedFlags; // 40  0: both FATs are kept the same
    public ushort Version;               //  42  0
    public uint RootCluster;             //  44  2
    public ushort FsInfoSector;          //  48  1
    public ushort BackupBootSector;      //  50  6
    public Bytes12 Reserved;             //  52
    public byte DriveNumber;             //  64  0x80
    public FatState State;               //  65  0: was closed properly
    public byte ExtendedSignature;       //  66  0x29: the three fields below are there
    public uint VolumeId;                //  67
    public FatShortName Label;           //  71
    public FatParameters.Bytes8 TypeName; // 82  "FAT32   ", not reliable
    public BootCodeBytes BootCode;       //  90
    public ushort Signature;             // 510  55 aa

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

/// <summary>FAT32's mirroring flags.</summary>
[Flags]
internal enum FatExtendedFlags : ushort
{
    ActiveFat = 0x0f,
    OnlyActive = 0x80,
}

/// <summary>What the last driver left in the boot sector. Linux looks here, Windows in the second FAT entry.</summary>
[Flags]
internal enum FatState : byte
{
    Clean = 0,
    Dirty = 1,
}
