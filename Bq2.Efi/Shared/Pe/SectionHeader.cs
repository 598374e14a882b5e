using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The 40-byte header of a section, in objects and in images.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct SectionHeader
{
    public const int Size = 40;

    public ulong Name;                   //  0  eight bytes of text, the first one lowest
    public uint VirtualSize;             //  8  0 in an object
    public uint VirtualAddress;          // 12  0 in an object
    public uint SizeOfRawData;           // 16
    public uint PointerToRawData;        // 20
    public uint PointerToRelocations;    // 24
    public uint PointerToLineNumbers;    // 28
    public ushort RelocationCount;       // 32
    public ushort LineNumberCount;       // 34
    public SectionTraits Characteristics; // 36
}

/// <summary>What a section contains and what memory it needs. Bits 20 to 23 are the alignment of a section in an object.</summary>
[Flags]
public enum SectionTraits : uint
{
    None = 0,
    Code = 0x0000_0020,
    InitializedData = 0x0000_0040,
    UninitializedData = 0x0000_0080,
    LinkInfo = 0x0000_0200,              // directives to the linker, not content
    LinkRemove = 0x0000_0800,            // not for the image
    LinkComdat = 0x0000_1000,
    AlignMask = 0x00f0_0000,
    RelocationOverflow = 0x0100_0000,    // the true count stands in the first relocation
    Discardable = 0x0200_0000,
    Execute = 0x2000_0000,
    Read = 0x4000_0000,
    Write = 0x8000_0000,
}
