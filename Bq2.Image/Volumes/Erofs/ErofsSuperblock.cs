using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The superblock, field for field as struct erofs_super_block in Linux's fs/erofs/erofs_fs.h.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsSuperblock
{
    public const int Offset = 1024, Size = 128;
    public const uint MagicNumber = 0xe0f5_e1e2;

    public uint Magic;                              //   0
    public uint Checksum;                           //   4  CRC-32C from here to the end of the block, with 0 in this field
    public ErofsCompatible Compatible;              //   8
    public byte BlockBits;                          //  12
    public byte ExtraSlots;                         //  13  of 16 bytes, behind the 128
    public ushort RootNid;                          //  14
    public ulong Inodes;                            //  16
    public long BuildTime;                          //  24  the time of all compact inodes
    public uint BuildNanoseconds;                   //  32
    public uint Blocks;                             //  36
    public uint InodeBlock;                         //  40  where nids count from
    public uint XattrBlock;                         //  44  where ids of shared attributes count from
    public Bytes16 Uuid;                            //  48  in the order of its text
    public Bytes16 VolumeName;                      //  64
    public ErofsIncompatible Incompatible;          //  80
    public ushort Algorithms;                       //  84  a bit for each; before there were several, the longest distance in LZ4
    public ushort ExtraDevices;                     //  86
    public ushort DeviceSlots;                      //  88
    public byte FolderBlockBits;                    //  90  0: folders have blocks of the usual size
    public byte XattrPrefixes;                      //  91
    public uint XattrPrefixStart;                   //  92
    public ulong PackedNid;                         //  96
    public Bytes24 Reserved;                        // 104

    [InlineArray(16)]
    internal struct Bytes16
    {
        private byte _first;
    }

    [InlineArray(24)]
    internal struct Bytes24
    {
        private byte _first;
    }
}
