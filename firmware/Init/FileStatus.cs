using System.Runtime.InteropServices;

namespace Bq2.Init;

/// <summary>The kernel's struct statx, which is the same on both machines, as far as it is of use here.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 256)]
internal struct FileStatus
{
    private const ushort KindMask = 0xf000, BlockDevice = 0x6000, Folder = 0x4000;

    public uint Mask;                    //   0
    public uint BlockSize;               //   4
    public ulong Attributes;             //   8
    public uint LinkCount;               //  16
    public uint User;                    //  20
    public uint Group;                   //  24
    public ushort Mode;                  //  28
    public ushort Padding;               //  30
    public ulong Inode;                  //  32
    public ulong Length;                 //  40
    public ulong Blocks;                 //  48
    public ulong AttributesMask;         //  56
    public Sixteen Accessed;             //  64
    public Sixteen Created;              //  80
    public Sixteen Changed;              //  96
    public Sixteen Modified;             // 112
    public uint DeviceMajor;             // 128  of a device node: what it stands for
    public uint DeviceMinor;             // 132
    public uint HomeMajor;               // 136  of the file system
    public uint HomeMinor;               // 140

    public readonly bool IsBlockDevice => (Mode & KindMask) == BlockDevice;

    public readonly bool IsFolder => (Mode & KindMask) == Folder;

    public readonly bool IsOnSameFileSystem(in FileStatus other) => HomeMajor == other.HomeMajor && HomeMinor == other.HomeMinor;

    internal struct Sixteen
    {
        public ulong Low, High;
    }
}
