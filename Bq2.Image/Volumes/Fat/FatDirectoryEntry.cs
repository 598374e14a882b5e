using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>One of the 32-byte rows of a FAT directory.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FatDirectoryEntry
{
    public const int Size = 32;
    public const int ClusterOffset = 26;
    public const int FileSizeOffset = 28;
    public const byte EndMark = 0x00;    // as the name's first byte: the end of the directory
    public const byte DeletedMark = 0xe5;
    public const byte EscapedE5 = 0x05;  // replaces a first byte that really is 0xe5

    public FatShortName Name;            //  0
    public FatAttributes Attributes;     // 11
    public FatCase Case;                 // 12
    public byte CreatedTenMs;            // 13  0 to 199
    public ushort CreatedTime;           // 14
    public ushort CreatedDate;           // 16
    public ushort AccessedDate;          // 18
    public ushort ClusterHigh;           // 20
    public ushort ModifiedTime;          // 22
    public ushort ModifiedDate;          // 24
    public ushort ClusterLow;            // 26  0, no cluster, for an empty file and for ".." in a folder of the root
    public uint FileSize;                // 28  0 for a folder

    public FatCluster Cluster
    {
        readonly get => new((uint)ClusterHigh << 16 | ClusterLow);
        set => (ClusterHigh, ClusterLow) = ((ushort)(value.Number >> 16), (ushort)value.Number);
    }
}

/// <summary>The attributes of a directory entry.</summary>
[Flags]
internal enum FatAttributes : byte
{
    None = 0,
    ReadOnly = 0x01,
    Hidden = 0x02,
    System = 0x04,
    VolumeLabel = 0x08,
    Folder = 0x10,
    Archive = 0x20,
    LongName = ReadOnly | Hidden | System | VolumeLabel,
    Mask = 0x3f,
}

/// <summary>Windows NT's flags to store "readme.txt" without a long name.</summary>
[Flags]
internal enum FatCase : byte
{
    None = 0,
    LowerStem = 0x08,
    LowerExtension = 0x10,
}
