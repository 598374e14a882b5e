using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>
/// Information about a file: UEFI 13.5.16. Its name follows, in UTF-16 with a NUL; reading a folder gives one of these for each file.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EfiFileInfo : IEfiProtocol
{
    public const int Size = 80;

    /// <summary>With the longest name that FAT can hold.</summary>
    public const int MaxSize = Size + (255 + 1) * sizeof(char);

    public static EfiGuid Guid => new(0x09576e92, 0x6d3f, 0x11d2, 0x8e39, 0x00a0c969723b);

    public ulong StructSize;             //  0  of this and the name
    public ulong FileSize;               //  8
    public ulong PhysicalSize;           // 16
    public EfiTime CreateTime;           // 24
    public EfiTime LastAccessTime;       // 40
    public EfiTime ModificationTime;     // 56
    public FileTraits Attribute;         // 72
}

[Flags]
internal enum FileTraits : ulong
{
    None = 0,
    ReadOnly = 0x01,
    Hidden = 0x02,
    System = 0x04,
    Directory = 0x10,
    Archive = 0x20,
}
