using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The long form of an inode: struct erofs_inode_extended.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsExtendedInode
{
    public const int Size = 64;

    public ErofsInodeFormat Format;                 //  0
    public ushort XattrCount;                       //  2
    public ushort Mode;                             //  4
    public ushort Reserved;                         //  6
    public ulong Length;                            //  8
    public uint Place;                              // 16  see ErofsInode
    public uint Number;                             // 20  for old programs only
    public uint User;                               // 24
    public uint Group;                              // 28
    public long Time;                               // 32
    public uint Nanoseconds;                        // 40
    public uint Links;                              // 44
    public Bytes16 Reserved2;                       // 48

    [InlineArray(16)]
    internal struct Bytes16
    {
        private byte _first;
    }
}
