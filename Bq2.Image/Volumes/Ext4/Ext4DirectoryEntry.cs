using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>A name in a folder; the bytes of the name follow.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4DirectoryEntry
{
    public const int Size = 8;
    public const int MaxName = 255;

    public uint Inode;                   //   0  0: free
    public ushort Length;                //   4  of the whole entry, a multiple of four
    public byte NameLength;              //   6
    public Ext4FileType Type;            //   7  with the feature filetype; before it, the length's other half

    /// <summary>The bytes that an entry with such a name needs.</summary>
    public static int SizeFor(int name) => Size + name + 3 & ~3;
}

/// <summary>The kind of a name's inode.</summary>
internal enum Ext4FileType : byte
{
    Unknown = 0,
    File = 1,
    Folder = 2,
    CharacterDevice = 3,
    BlockDevice = 4,
    Pipe = 5,
    Socket = 6,
    Link = 7,
    Checksum = 0xde,
}
