using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The end of a zip file, "end of central directory record" in PKWARE's APPNOTE; a comment follows.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ZipEnd
{
    public const int Size = 22;
    public const uint Mark = 0x0605_4b50;

    public uint Signature;           //  0  Mark
    public ushort Disk;              //  4
    public ushort DirectoryDisk;     //  6
    public ushort EntriesHere;       //  8
    public ushort Entries;           // 10  65,535: see the 64-bit end
    public uint DirectoryLength;     // 12  likewise
    public uint DirectoryOffset;     // 16  likewise
    public ushort CommentLength;     // 20
}

/// <summary>What points to the 64-bit end, just before the end.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ZipEnd64Locator
{
    public const int Size = 20;
    public const uint Mark = 0x0706_4b50;

    public uint Signature;           //  0  Mark
    public uint Disk;                //  4
    public ulong Offset;             //  8  of the 64-bit end
    public uint Disks;               // 16
}

/// <summary>The end of a zip file that is too large for the other one.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ZipEnd64
{
    public const int Size = 56;
    public const uint Mark = 0x0606_4b50;

    public uint Signature;           //  0  Mark
    public ulong RecordLength;       //  4  without the first 12 bytes
    public ushort VersionMadeBy;     // 12
    public ushort VersionNeeded;     // 14
    public uint Disk;                // 16
    public uint DirectoryDisk;       // 20
    public ulong EntriesHere;        // 24
    public ulong Entries;            // 32
    public ulong DirectoryLength;    // 40
    public ulong DirectoryOffset;    // 48
}
