using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The first sector of a FAT12 or FAT16 volume.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Fat16BootSector
{
    public const int Size = 512;
    public const int StateOffset = 37;
    public const int LabelOffset = 43;

    public FatParameters Parameters;     //   0
    public byte DriveNumber;             //  36  0x80
    public FatState State;               //  37  0: was closed properly
    public byte ExtendedSignature;       //  38  0x29: the three fields below are there
    public uint VolumeId;                //  39
    public FatShortName Label;           //  43
    public FatParameters.Bytes8 TypeName; // 54  "FAT16   ", not reliable
    public BootCodeBytes BootCode;       //  62
    public ushort Signature;             // 510  55 aa

    [InlineArray(448)]
    internal struct BootCodeBytes
    {
        private byte _first;
    }
}
