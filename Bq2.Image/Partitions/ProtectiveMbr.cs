using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The first sector of a GPT disk, "Protective MBR" in the UEFI specification: to tools that do not know GPT the disk looks full.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ProtectiveMbr
{
    public const int Size = 512;
    public const byte GptType = 0xee;
    public const ushort BootSignature = 0xaa55;
    public const int PartitionsOffset = 446;

    public BootCodeBytes BootCode;       //   0
    public uint DiskSignature;           // 440  0
    public ushort Unknown;               // 444  0
    public Records Partitions;           // 446  only the first is used
    public ushort Signature;             // 510  55 aa

    /// <summary>The offset of a partition's record in the sector.</summary>
    public static int PlaceOf(int index) => PartitionsOffset + index * MbrRecord.Size;

    [InlineArray(440)]
    internal struct BootCodeBytes
    {
        private byte _first;
    }

    [InlineArray(4)]
    internal struct Records
    {
        private MbrRecord _first;
    }
}

/// <summary>One of the four partitions of an MBR. Nothing uses the cylinder, head and sector bytes any more.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MbrRecord
{
    public const int Size = 16;
    public const int StartOffset = 8;

    public byte BootIndicator;           //  0  0
    public ChsBytes StartingChs;         //  1  00 02 00
    public byte OsType;                  //  4  0xee
    public ChsBytes EndingChs;           //  5  ff ff ff
    public uint StartingLba;             //  8  1
    public uint SizeInLba;               // 12  the rest of the disk, as far as 32 bits can say

    [InlineArray(3)]
    internal struct ChsBytes
    {
        private byte _first;
    }
}
