using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Begins a block of extended attributes; within an inode only the magic is there.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4XattrHeader
{
    public const int Size = 32;
    public const uint MagicXattr = 0xea02_0000;

    public uint Magic;                   //   0
    public uint References;              //   4  inodes that share the block
    public uint Blocks;                  //   8  1
    public uint Hash;                    //  12  of all attributes
    public uint Checksum;                //  16
    public Words3 Reserved;              //  20

    [InlineArray(3)]
    internal struct Words3
    {
        private uint _first;
    }
}
