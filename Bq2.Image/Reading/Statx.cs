using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The start of Linux' struct statx, the same on every architecture: what .NET does not tell of a file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = Size)]
internal partial struct Statx
{
    public const int Size = 256;

    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint TypeAndMode = 3;
    private const uint InodeNumber = 0x100;
    private const uint BlockCount = 0x400;
    private const int BlockLength = 512;
    private const ushort TypeMask = 0xf000;
    private const ushort RegularType = 0x8000;

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
    private readonly Times _times;       // 56
    public uint DeviceMajor;             // 136
    public uint DeviceMinor;             // 140

    /// <summary>False for devices, pipes and sockets. Opening one to find out could wait for ever.</summary>
    public static bool IsRegular(string path) =>
        !OperatingSystem.IsLinux()
        || (statx(CurrentFolder, path, DoNotFollow, TypeAndMode, out var status) == 0 && (status.Mode & TypeMask) == RegularType);

    /// <summary>What a file takes of its file system; its length where the system does not tell.</summary>
    public static long AllocatedBytes(string path, long length) =>
        OperatingSystem.IsLinux() && statx(CurrentFolder, path, 0, BlockCount, out var status) == 0
            ? (long)status.Blocks * BlockLength
            : length;

    /// <summary>What tells a file from all others, by whatever name it was found; null where the system does not tell.</summary>
    public static (ulong Device, ulong Inode)? Identity(string path) =>
        OperatingSystem.IsLinux() && statx(CurrentFolder, path, 0, InodeNumber, out var status) == 0
            ? ((ulong)status.DeviceMajor << 32 | status.DeviceMinor, status.Inode)
            : null;

    /// <summary>Attributes and times, and the device that a device file stands for.</summary>
    [InlineArray(80)]
    private struct Times
    {
        private byte _first;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, out Statx status);
}
