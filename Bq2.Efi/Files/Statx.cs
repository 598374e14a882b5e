using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>The start of Linux's struct statx, the same on every architecture: what .NET does not report about a file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = Size)]
internal struct Statx
{
    public const int Size = 256;

    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const int OfTheHandle = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const ushort TypeMask = 0xf000;

    public uint Mask;                    //  0  which fields were filled in
    public uint BlockSize;               //  4
    public ulong Attributes;             //  8
    public uint LinkCount;               // 16
    public uint UserId;                  // 20
    public uint GroupId;                 // 24
    public ushort Mode;                  // 28  type and permissions
    private readonly ushort _spare30;
    public ulong Inode;                  // 32
    public ulong Length;                 // 40
    public ulong Blocks;                 // 48  of 512 bytes, whatever the file system's are
    private readonly ulong _spare56;     // 56  which attributes the file system knows
    public StatxTime Accessed;           // 64
    public StatxTime Born;               // 80
    public StatxTime Changed;            // 96  the inode
    public StatxTime Modified;           // 112 the content
    public uint NodeMajor;               // 128 the device that a device file stands for
    public uint NodeMinor;               // 132
    public uint DeviceMajor;             // 136 the device that the file lies on
    public uint DeviceMinor;             // 140

    /// <summary>Fills in what a path names; returns 0 or errno.</summary>
    public static int Of(string path, bool followLinks, out Statx status) =>
        Libc.statx(CurrentFolder, path, followLinks ? 0 : DoNotFollow, BasicFields, out status) == 0 ? 0 : Libc.Error;

    /// <summary>The same for a name in an open folder; a link is not followed.</summary>
    public static int Of(SafeFileHandle folder, ReadOnlySpan<byte> name, out Statx status) =>
        Libc.statx(folder, name, DoNotFollow, BasicFields, out status) == 0 ? 0 : Libc.Error;

    /// <summary>The same for an open file.</summary>
    public static int Of(SafeFileHandle file, out Statx status) =>
        Libc.statx(file, "", OfTheHandle, BasicFields, out status) == 0 ? 0 : Libc.Error;

    public readonly FileKind Kind => (Mode & TypeMask) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0xa000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0x6000 => FileKind.BlockDevice,
        0x2000 => FileKind.CharacterDevice,
        _ => FileKind.Socket,
    };
}
