using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>An extended attribute; the rest of its name and its value follow, padded to four bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ErofsXattrEntry
{
    public const int Size = 4;

    /// <summary>Entries are aligned to it, and sizes and ids count in it.</summary>
    public const int Unit = 4;

    public byte NameLength;                         //  0
    public byte Prefix;                             //  1  see ErofsXattrName
    public ushort ValueLength;                      //  2
}
