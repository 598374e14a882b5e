using System.Runtime.InteropServices;

namespace Bq2.Efi.Coff;

/// <summary>One place in a section that depends on the address of a symbol.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CoffRelocation
{
    internal const int Size = 10;

    /// <summary>Where in the section the field is.</summary>
    public uint Offset;                  // 0
    /// <summary>The row of the symbol table that the field depends on.</summary>
    public uint SymbolIndex;             // 4
    /// <summary>What to put there: a number from the machine's table in the PE specification.</summary>
    public ushort Type;                  // 8
}

/// <summary>The relocations of x86-64 objects.</summary>
internal enum Amd64Relocation : ushort
{
    Absolute = 0,                        // nothing to do
    Addr64 = 1,
    Addr32 = 2,
    Addr32Nb = 3,                        // relative to the image's base
    Rel32 = 4,
    Rel32Plus1 = 5,                      // one byte of an immediate follows the field
    Rel32Plus2 = 6,
    Rel32Plus3 = 7,
    Rel32Plus4 = 8,
    Rel32Plus5 = 9,
    Section = 10,
    SectionRelative = 11,
    SectionRelative7 = 12,               // this one and the rest are not used in UEFI programs
    Token = 13,
    SpanRelative32 = 14,
    Pair = 15,
    Span32 = 16,
}

/// <summary>The relocations of AArch64 objects.</summary>
internal enum Arm64Relocation : ushort
{
    Absolute = 0,
    Addr32 = 1,
    Addr32Nb = 2,
    Branch26 = 3,                        // B, BL
    PageBaseRel21 = 4,                   // ADRP
    Rel21 = 5,                           // ADR
    PageOffset12A = 6,                   // ADD
    PageOffset12L = 7,                   // LDR, STR
    SectionRelative = 8,
    SectionRelativeLow12A = 9,
    SectionRelativeHigh12A = 10,
    SectionRelativeLow12L = 11,
    Token = 12,                          // not used in UEFI programs
    Section = 13,
    Addr64 = 14,
    Branch19 = 15,                       // B.cond, CBZ
    Branch14 = 16,                       // TBZ
    Rel32 = 17,
}
