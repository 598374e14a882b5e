using Bq2.Efi.Coff;

namespace Bq2.Efi.Link.Inputs;

/// <summary>A symbol of an object that other objects may see.</summary>
internal struct External
{
    public int Row;                      // in the object's symbol table
    public uint Hash;                    // of its name
    public SymbolName NamePlace;
    public int Name;                     // its index in the symbol table of the link, once it is known there
    public ExternalKind Kind;
    public bool IsLeader;                // by its name a COMDAT section is compared
}

/// <summary>What an object says of an external symbol.</summary>
internal enum ExternalKind : byte
{
    Wanted,
    Defined,                             // here, unless its section goes
    Common,                              // wanted with room, should nobody define it
    Weak,                                // wanted, with something to fall back on
}
