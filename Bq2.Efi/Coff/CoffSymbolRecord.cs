using System.Runtime.InteropServices;

namespace Bq2.Efi.Coff;

/// <summary>One row of an object's symbol table. Auxiliary rows, of the same length, follow it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct CoffSymbolRecord : ISymbolRow
{
    public const int Size = 18;

    // The same in both forms of the row.
    internal const int SectionNumberOffset = 12;

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
internal struct BigSymbolRecord : ISymbolRow
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
    /// <summary>Seen by all objects: defined here, or if its section is 0 defined elsewhere.</summary>
    External = 2,
    /// <summary>Seen in its object only.</summary>
    Static = 3,
    /// <summary>A label inside a function.</summary>
    Label = 6,
    /// <summary>The name of the source file.</summary>
    File = 103,
    /// <summary>Defined elsewhere, or else replaced by a fallback.</summary>
    WeakExternal = 105,
}

/// <summary>The auxiliary row after a section's symbol; for a COMDAT section, it selects the copy to keep.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct CoffSectionDefinition
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
    /// <summary>The index of the symbol that is used if nobody defines this one.</summary>
    public uint Fallback;                //  0
    /// <summary>How archives are searched for it.</summary>
    public uint Search;                  //  4
}

/// <summary>Which copy to keep if several objects have a COMDAT section of the same name.</summary>
public enum ComdatSelection : byte
{
    /// <summary>The section is not a COMDAT.</summary>
    None = 0,
    /// <summary>A second copy is an error.</summary>
    NoDuplicates = 1,
    /// <summary>Keep any copy.</summary>
    Any = 2,
    /// <summary>Keep any copy; all must have the same size.</summary>
    SameSize = 3,
    /// <summary>Keep any copy; all must be equal.</summary>
    ExactMatch = 4,
    /// <summary>Keep the section if its parent is kept.</summary>
    Associative = 5,
    /// <summary>Keep the largest copy.</summary>
    Largest = 6,
    /// <summary>Keep the newest copy.</summary>
    Newest = 7,
}
