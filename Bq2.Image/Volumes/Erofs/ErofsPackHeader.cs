using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>What stands between a compressed file's inode and its index: struct z_erofs_map_header.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsPackHeader
{
    public const int Size = 8;

    public ushort Reserved;                         //  0
    public ushort TailLength;                       //  2  of the compressed end behind the index
    public ErofsPackAdvice Advice;                  //  4
    public byte Algorithms;                         //  6  four bits for the first, four for the second
    public byte ClusterBits;                        //  7  less those of a block; the highest bit: all is in a fragment
}
