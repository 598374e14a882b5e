using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Points to a node with the extents from some block of the file on.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4ExtentIndex
{
    public const int Size = 12;

    public uint Block;                   //   0  in the file
    public uint LeafLow;                 //   4
    public ushort LeafHigh;              //   8
    public ushort Unused;                //  10

    public readonly ulong Leaf => LeafLow | (ulong)LeafHigh << 32;
}
