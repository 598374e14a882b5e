using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Ends a block of names with its checksum; it looks like a free entry.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4DirectoryTail
{
    public const int Size = 12;

    public uint Inode;                   //   0  0
    public ushort Length;                //   4  12
    public byte NameLength;              //   6  0
    public Ext4FileType Type;            //   7  0xde
    public uint Checksum;                //   8
}
