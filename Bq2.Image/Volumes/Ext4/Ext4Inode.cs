using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>A file without its names: 128 bytes, and the further fields that large inodes have.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4Inode
{
    public const int Size = 160;
    public const int OldSize = 128;
    public const int ExtraSizeHere = Size - OldSize;
    public const int BlockMapSize = 60;
    public const int BlockMapOffset = 40;

    public const int Root = 2;
    public const int Resize = 7;
    public const int Journal = 8;
    public const int LostAndFound = 11;
    public const int FirstUsual = 11;

    public ushort Mode;                  //   0  kind and permissions
    public ushort UserLow;               //   2
    public uint SizeLow;                 //   4
    public uint AccessTime;              //   8
    public uint ChangeTime;              //  12  of the inode
    public uint ModifyTime;              //  16  of the content
    public uint DeleteTime;              //  20
    public ushort GroupLow;              //  24
    public ushort Links;                 //  26
    public uint BlocksLow;               //  28  sectors of 512 bytes
    public Ext4InodeFlags Flags;         //  32
    public uint Version;                 //  36
    public BlockMap Blocks;              //  40  extents, block map, target of a short link, or number of a device
    public uint Generation;              // 100
    public uint AttributeBlockLow;       // 104
    public uint SizeHigh;                // 108
    public uint FragmentAddress;         // 112
    public ushort BlocksHigh;            // 116
    public ushort AttributeBlockHigh;    // 118
    public ushort UserHigh;              // 120
    public ushort GroupHigh;             // 122
    public ushort ChecksumLow;           // 124
    public ushort Reserved;              // 126
    public ushort ExtraSize;             // 128  of the fields from here on
    public ushort ChecksumHigh;          // 130
    public uint ChangeTimeExtra;         // 132  nanoseconds, and two bits more of seconds
    public uint ModifyTimeExtra;         // 136
    public uint AccessTimeExtra;         // 140
    public uint CreateTime;              // 144
    public uint CreateTimeExtra;         // 148
    public uint VersionHigh;             // 152
    public uint Project;                 // 156

    public readonly long Length => (long)(SizeLow | (ulong)SizeHigh << 32);

    public readonly ulong AttributeBlock => AttributeBlockLow | (ulong)AttributeBlockHigh << 32;

    [InlineArray(BlockMapSize)]
    internal struct BlockMap
    {
        private byte _first;
    }
}
