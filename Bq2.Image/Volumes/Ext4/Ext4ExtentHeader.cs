using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Begins each node of a tree of extents.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4ExtentHeader
{
    public const int Size = 12;
    public const ushort MagicExtents = 0xf30a;

    /// <summary>The deepest tree that any file needs.</summary>
    public const int MaxDepth = 5;

    public ushort Magic;                 //   0
    public ushort Entries;               //   2
    public ushort Capacity;              //   4
    public ushort Depth;                 //   6  0: the entries are extents
    public uint Generation;              //   8
}
