using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Efi.Linux;

/// <summary>What every call of the device mapper begins with: dm_ioctl in the kernel's uapi/linux/dm-ioctl.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapperHeader
{
    public const int Size = 312;
    public const uint ReadOnly = 1;

    public uint VersionMajor;            //   0  4: the caller's wish
    public uint VersionMinor;            //   4
    public uint VersionPatch;            //   8
    public uint Length;                  //  12  of the header and what follows it
    public uint Start;                   //  16  where that is
    public uint TargetCount;             //  20
    public uint OpenCount;               //  24
    public uint Flags;                   //  28
    public uint EventNumber;             //  32
    public uint Padding;                 //  36
    public ulong Device;                 //  40
    public NameBytes Name;               //  48
    public RestBytes IdAndData;          // 176

    /// <summary>The kernel's form of a device's numbers, with the minor one around the major one.</summary>
    public readonly uint Major => (uint)(Device >> 8 & 0xfff);

    public readonly uint Minor => (uint)(Device & 0xff | Device >> 12 & 0xf_ff00);

    /// <summary>Number of an ioctl that takes and returns this.</summary>
    public static int Request(MapperCall call) => unchecked((int)(0xc000_fd00 | Size << 16 | (uint)call));

    [InlineArray(128)]
    internal struct NameBytes
    {
        private byte _first;
    }

    [InlineArray(136)]
    internal struct RestBytes
    {
        private byte _first;
    }
}

internal enum MapperCall
{
    Create = 3,

    /// <summary>Without the flag to suspend it makes a new table the one in use.</summary>
    Resume = 6,

    LoadTable = 9,
}

/// <summary>A part of a mapped device, behind which its parameters follow as text: dm_target_spec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapperTarget
{
    public const int Size = 40;

    public ulong Start;                  //  0  in sectors of 512 bytes
    public ulong Length;                 //  8
    public int Status;                   // 16
    public uint Next;                    // 20
    public ulong TypeLow, TypeHigh;      // 24  16 bytes of text
}

/// <summary>Tells the kernel how long a partition is now: blkpg_ioctl_arg in its uapi/linux/blkpg.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PartitionCall
{
    public const int Request = 0x1269;
    public const int Resize = 3;

    public int Operation;                //  0
    public int Flags;                    //  4
    public int Length;                   //  8
    public PartitionPlace* Place;        // 16
}

/// <summary>blkpg_partition.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PartitionPlace
{
    public const int Size = 152;

    public long Start;                   //  0  in bytes
    public long Length;                  //  8
    public int Number;                   // 16
    public NameBytes Names;              // 20  not in use any more

    [InlineArray(128)]
    internal struct NameBytes
    {
        private byte _first;
    }
}
