using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// Begins the first block of an indexed folder: the entries "." and "..", the second of which spans the rest of the block for drivers that
/// do not know the index; in that rest, what the index is like.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4HashRoot
{
    public const int Size = 32;
    public const byte HalfMd4 = 1;

    public Ext4DirectoryEntry Self;      //   0
    public uint SelfName;                //   8  "."
    public Ext4DirectoryEntry Parent;    //  12
    public uint ParentName;              //  20  ".."
    public uint Reserved;                //  24
    public byte HashVersion;             //  28
    public byte InfoLength;              //  29  8
    public byte Levels;                  //  30  of nodes between root and leaves
    public byte Flags;                   //  31
}
