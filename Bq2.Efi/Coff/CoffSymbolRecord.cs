using System.Runtime.InteropServices;

namespace Bq2.Efi.Coff;

/// <summary>One row of an object's symbol table. Auxiliary rows, of the same length, follow it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CoffSymbolRecord : ISymbolRow
{
    public const int Size = 18;

    public ulong Name;                   //  0  eight bytes of text; or 0 in the low half, and the high half into the string table
    public uint Value;                   //  8  offset in the section; the size of a common symbol
    public short SectionNumber;          // 12  from 1; 0 undefined, -1 absolute, -2 debug; see below
    public ushort Type;                  // 14
    public SymbolClass Class;            // 16
    public byte AuxiliaryCount;          // 17

    // An ordinary object has up to 65,279 sections: only numbers above that are negative.
    private const ushort MaxSection = 0xfeff;

    readonly ulong ISymbolRow.PackedName => Name;

    readonly CoffSymbol ISymbolRow.Symbol =>
        new(Value, (ushort)SectionNumber <= MaxSection ? (ushort)SectionNumber : SectionNumber, Class, AuxiliaryCount);
}

/// <summary>The same row in a big object, which can number more sections.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct BigSymbolRecord : ISymbolRow
{
    public const int Size = 20;

    public ulong Name;                   //  0
    public uint Value;                   //  8
    public int SectionNumber;            // 12
    public ushort Type;                  // 16
    public SymbolClass Class;            // 18
    public byte AuxiliaryCount;          // 19

    readonly ulong ISymbolRow.PackedName => Name;

    readonly CoffSymbol ISymbolRow.Symbol => new(Value, SectionNumber, Class, AuxiliaryCount);
}

/// <summary>The storage classes that a linker meets.</summary>
public enum SymbolClass : byte
{
    External = 2,
    Static = 3,
    Label = 6,
    File = 103,
    WeakExternal = 105,
}

/// <summary>The auxiliary row after a section's symbol; for a COMDAT section, it selects the copy to keep.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CoffSectionDefinition
{
    public const int Size = 18;

    public uint Length;                  //  0
    public ushort RelocationCount;       //  4
    public ushort LineNumberCount;       //  6
    public uint CheckSum;                //  8
    public ushort Number;                // 12  the parent of an associative section
    public ComdatSelection Selection;    // 14
    private readonly byte _unused15;
    public ushort HighNumber;            // 16  the parent's upper half, in big objects
}

/// <summary>The auxiliary row after a weak external: the symbol to use if nothing defines it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CoffWeakExternal
{
    public uint Fallback;                //  0  the index of another symbol
    public uint Search;                  //  4  how archives are searched for it
}

/// <summary>Which copy to keep if several objects have a COMDAT section of the same name.</summary>
public enum ComdatSelection : byte
{
    None = 0,
    NoDuplicates = 1,
    Any = 2,
    SameSize = 3,
    ExactMatch = 4,
    Associative = 5,
    Largest = 6,
    Newest = 7,
}
