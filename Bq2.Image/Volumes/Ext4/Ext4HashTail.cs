using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Ends a node of a folder's index, behind the room for all its entries.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Ext4HashTail
{
    public const int Size = 8;

    public uint Reserved;                //   0
    public uint Checksum;                //   4
}
