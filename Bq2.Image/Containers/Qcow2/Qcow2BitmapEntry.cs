using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The start of a bitmap's row in the directory; extra data and the name follow, padded to eight bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Qcow2BitmapEntry
{
    public const int Size = 24;

    public Be64 TableOffset;             //  0
    public Be32 TableSize;               //  8  entries
    public Be32 Flags;                   // 12
    public byte Type;                    // 16  1: what has changed
    public byte GranularityBits;         // 17
    public Be16 NameLength;              // 18
    public Be32 ExtraSize;               // 20
}
