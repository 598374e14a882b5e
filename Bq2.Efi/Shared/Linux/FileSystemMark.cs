using System.Runtime.InteropServices;

namespace Bq2.Efi.Linux;

internal enum FileSystemKind
{
    Unknown,

    /// <summary>ext2, ext3 or ext4: the kernel has one driver for them.</summary>
    Ext4,

    Erofs,
    Squashfs,
    Xfs,
}

/// <summary>What the first bytes of a device tell about the file system on it.</summary>
internal readonly ref struct FileSystemMark
{
    /// <summary>As many bytes as have to be read.</summary>
    public const int Length = 4096;

    private const int Super = 1024;   // where ext4 and EROFS begin: the bytes before belong to boot loaders
    private const uint ErofsMagic = 0xe0f5_e1e2;
    private const ushort ExtMagic = 0xef53;

    // ext4's superblock, at these offsets of it: documentation of the kernel, filesystems/ext4/globals.
    private const int ExtBlocks = 4, ExtLogBlockSize = 24, ExtMagicOffset = 56, ExtIncompatible = 96, ExtId = 104, ExtLabel = 120;
    private const int ExtBlocksHigh = 336;
    private const uint Ext64Bit = 0x80;

    private readonly ReadOnlySpan<byte> _start;

    private FileSystemMark(FileSystemKind kind, ReadOnlySpan<byte> start, int id, int label, int labelLength)
    {
        Kind = kind;
        _start = start;
        Id = id > 0 ? start.Slice(id, 16) : default;
        Label = label > 0 ? UpToZero(start.Slice(label, labelLength)) : default;
    }

    public FileSystemKind Kind { get; }

    /// <summary>16 bytes, in the order of the text; none if the file system has no id.</summary>
    public ReadOnlySpan<byte> Id { get; }

    public ReadOnlySpan<byte> Label { get; }

    /// <summary>The driver's name.</summary>
    public ReadOnlySpan<byte> Type => Kind switch
    {
        FileSystemKind.Ext4 => "ext4"u8,
        FileSystemKind.Erofs => "erofs"u8,
        FileSystemKind.Squashfs => "squashfs"u8,
        FileSystemKind.Xfs => "xfs"u8,
        _ => default,
    };

    /// <summary>For ext4: the size of its blocks in bytes.</summary>
    public ulong BlockSize => 1024ul << (int)(Number(Super + ExtLogBlockSize) & 15);

    /// <summary>For ext4: how many blocks it has.</summary>
    public ulong BlockCount
    {
        get
        {
            bool isWide = (Number(Super + ExtIncompatible) & Ext64Bit) != 0;
            return Number(Super + ExtBlocks) | (isWide ? (ulong)Number(Super + ExtBlocksHigh) << 32 : 0);
        }
    }

    public static FileSystemMark Read(ReadOnlySpan<byte> start)
    {
        if (start.Length < Length)
            return default;
        if (MemoryMarshal.Read<ushort>(start[(Super + ExtMagicOffset)..]) == ExtMagic)
            return new(FileSystemKind.Ext4, start, Super + ExtId, Super + ExtLabel, 16);
        if (MemoryMarshal.Read<uint>(start[Super..]) == ErofsMagic)
            return new(FileSystemKind.Erofs, start, Super + 48, Super + 64, 16);
        if (start.StartsWith("hsqs"u8))
            return new(FileSystemKind.Squashfs, start, 0, 0, 0);
        return start.StartsWith("XFSB"u8) ? new(FileSystemKind.Xfs, start, 32, 108, 12) : default;
    }

    private uint Number(int offset) => MemoryMarshal.Read<uint>(_start[offset..]);

    private static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int zero = text.IndexOf((byte)0);
        return zero < 0 ? text : text[..zero];
    }
}
