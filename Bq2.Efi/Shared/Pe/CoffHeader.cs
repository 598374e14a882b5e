using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The 20 bytes that begin an object file and that follow "PE\0\0" in an image.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CoffHeader
{
    internal const uint PeSignature = 0x0000_4550;
    internal const int Size = 20;

    /// <summary>The processor that the code is for.</summary>
    public Machine Machine;              //  0
    /// <summary>How many section headers follow.</summary>
    public ushort SectionCount;          //  2
    /// <summary>0, or what a linker put there.</summary>
    public uint TimeDateStamp;           //  4
    /// <summary>Where the symbol table is in the file; 0 in an image.</summary>
    public uint SymbolTableOffset;       //  8
    /// <summary>How many rows the symbol table has; 0 in an image.</summary>
    public uint SymbolCount;             // 12
    /// <summary>The bytes between this header and the section headers; 0 in an object.</summary>
    public ushort OptionalHeaderSize;    // 16
    /// <summary>Properties of the file as a whole.</summary>
    public ImageTraits Characteristics;  // 18
}

/// <summary>Properties of the file as a whole.</summary>
[Flags]
public enum ImageTraits : ushort
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>The image has no base relocations. Firmware could load it at one address only.</summary>
    RelocationsStripped = 0x0001,
    /// <summary>The file is a linked image.</summary>
    Executable = 0x0002,
    /// <summary>No line numbers; linkers set it from habit.</summary>
    LineNumbersStripped = 0x0004,
    /// <summary>No local symbols; linkers set it from habit.</summary>
    LocalSymbolsStripped = 0x0008,
    /// <summary>The program can use addresses above 2 GiB.</summary>
    LargeAddressAware = 0x0020,
    /// <summary>Information for debuggers is not in this file.</summary>
    DebugStripped = 0x0200,
    /// <summary>The image is a DLL.</summary>
    Dll = 0x2000,
}
