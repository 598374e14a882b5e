using System.Runtime.InteropServices;

namespace Bq2.Efi.Pe;

/// <summary>The 40-byte header of a section, in objects and in images.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct SectionHeader
{
    internal const int Size = 40;

    /// <summary>Eight bytes of text, the first one lowest; the image or object that the header is part of makes a string of it.</summary>
    public ulong Name;                   //  0
    /// <summary>The bytes of the section in memory; 0 in an object.</summary>
    public uint VirtualSize;             //  8
    /// <summary>Where it begins in memory, relative to the image; 0 in an object.</summary>
    public uint VirtualAddress;          // 12
    /// <summary>The bytes of the section in the file.</summary>
    public uint SizeOfRawData;           // 16
    /// <summary>Where they begin in the file.</summary>
    public uint PointerToRawData;        // 20
    /// <summary>Where the relocations begin in the file; 0 in an image.</summary>
    public uint PointerToRelocations;    // 24
    /// <summary>Where line numbers begin in the file; 0 today.</summary>
    public uint PointerToLineNumbers;    // 28
    /// <summary>How many relocations an object's section has; 65,535 with <see cref="SectionTraits.RelocationOverflow"/>.</summary>
    public ushort RelocationCount;       // 32
    /// <summary>How many line numbers there are; 0 today.</summary>
    public ushort LineNumberCount;       // 34
    /// <summary>What the section contains and what memory it needs.</summary>
    public SectionTraits Characteristics; // 36
}

/// <summary>What a section contains and what memory it needs. Bits 20 to 23 are the alignment of a section in an object.</summary>
[Flags]
public enum SectionTraits : uint
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>The section has code.</summary>
    Code = 0x0000_0020,
    /// <summary>The section has data.</summary>
    InitializedData = 0x0000_0040,
    /// <summary>The section is zeros that are not in the file.</summary>
    UninitializedData = 0x0000_0080,
    /// <summary>The section has directives to the linker, no content.</summary>
    LinkInfo = 0x0000_0200,
    /// <summary>The section is not for the image.</summary>
    LinkRemove = 0x0000_0800,
    /// <summary>The section is a COMDAT: the linker keeps one copy.</summary>
    LinkComdat = 0x0000_1000,
    /// <summary>The bits that hold an object's alignment.</summary>
    AlignMask = 0x00f0_0000,
    /// <summary>The true count of relocations is in the first relocation.</summary>
    RelocationOverflow = 0x0100_0000,
    /// <summary>The section can be dropped after loading.</summary>
    Discardable = 0x0200_0000,
    /// <summary>The memory can be executed.</summary>
    Execute = 0x2000_0000,
    /// <summary>The memory can be read.</summary>
    Read = 0x4000_0000,
    /// <summary>The memory can be written.</summary>
    Write = 0x8000_0000,
}
