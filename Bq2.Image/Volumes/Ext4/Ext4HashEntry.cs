using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// Points from a node of a folder's index to the block of the names from some hash on. The first one in a node needs no hash, and has the
/// node's capacity and number of entries instead.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4HashEntry
{
    public const int Size = 8;

    public uint Hash;                    //   0  the lowest bit: names of this hash are in the block before, too
    public uint Block;                   //   4  in the folder

    public static Ext4HashEntry First(int capacity, int count, uint block) => new()
    {
        Hash = (ushort)capacity | (uint)count << 16,
        Block = block,
    };
}
