using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>An entry of a folder. Those of a block stand at its start, sorted by name; their names follow in the same order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsDirent
{
    public const int Size = 12;

    public ulong Nid;                               //  0
    public ushort NameOffset;                       //  8  in the block
    public ErofsFileType Type;                      // 10
    public byte Reserved;                           // 11
}
