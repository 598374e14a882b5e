using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The 40 bytes at the head of an export table.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ExportDirectory
{
    public const int Size = 40;

    public uint Flags;                   //  0  0
    public uint TimeDateStamp;           //  4
    public ushort MajorVersion;          //  8
    public ushort MinorVersion;          // 10
    public uint Name;                    // 12  of the image itself
    public uint OrdinalBase;             // 16  the ordinal of the first row
    public uint AddressCount;            // 20
    public uint NameCount;               // 24
    public uint Addresses;               // 28  a word for each ordinal
    public uint Names;                   // 32  a word for each name, sorted by the names
    public uint NameOrdinals;            // 36  for each name the row of its address, 16 bits wide
}
