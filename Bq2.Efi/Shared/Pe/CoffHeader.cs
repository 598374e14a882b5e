using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The 20 bytes that begin an object file and that follow "PE\0\0" in an image.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CoffHeader
{
    public const uint PeSignature = 0x0000_4550;
    public const int Size = 20;

    public Machine Machine;              //  0
    public ushort SectionCount;          //  2
    public uint TimeDateStamp;           //  4  0, or what a linker put there
    public uint SymbolTableOffset;       //  8  0 in an image
    public uint SymbolCount;             // 12
    public ushort OptionalHeaderSize;    // 16  0 in an object
    public ImageTraits Characteristics;  // 18
}

/// <summary>Properties of the file as a whole.</summary>
[Flags]
public enum ImageTraits : ushort
{
    None = 0,
    RelocationsStripped = 0x0001,        // never in a UEFI program: firmware could load it at one address only
    Executable = 0x0002,
    LineNumbersStripped = 0x0004,
    LocalSymbolsStripped = 0x0008,
    LargeAddressAware = 0x0020,
    DebugStripped = 0x0200,
    Dll = 0x2000,
}
