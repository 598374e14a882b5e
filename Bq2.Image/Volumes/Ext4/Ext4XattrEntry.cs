using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>An extended attribute; the bytes of its name without the prefix follow.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4XattrEntry
{
    public const int Size = 16;

    public byte NameLength;              //   0
    public Ext4XattrPrefix Prefix;       //   1
    public ushort ValueOffset;           //   2  from the block's start; within an inode from the first entry
    public uint ValueInode;              //   4  with the feature ea_inode: where the value is
    public uint ValueSize;               //   8
    public uint Hash;                    //  12

    /// <summary>The bytes that an entry with such a name needs.</summary>
    public static int SizeFor(int name) => Size + name + 3 & ~3;
}

/// <summary>The beginning of an attribute's name.</summary>
internal enum Ext4XattrPrefix : byte
{
    None = 0,
    User = 1,
    AccessAcl = 2,
    DefaultAcl = 3,
    Trusted = 4,
    Security = 6,
    System = 7,
    RichAcl = 8,
}
