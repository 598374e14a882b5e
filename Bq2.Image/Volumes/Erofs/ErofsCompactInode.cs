using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The short form of an inode, for small numbers and the volume's own time: struct erofs_inode_compact.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsCompactInode
{
    public const int Size = 32;

    public ErofsInodeFormat Format;                 //  0
    public ushort XattrCount;                       //  2
    public ushort Mode;                             //  4
    public ushort Links;                            //  6
    public uint Length;                             //  8
    public uint Reserved;                           // 12
    public uint Place;                              // 16  see ErofsInode
    public uint Number;                             // 20  for old programs only
    public ushort User;                             // 24
    public ushort Group;                            // 26
    public uint Reserved2;                          // 28
}
