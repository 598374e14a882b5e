using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;

namespace Bq2.Efi.Link.Resolution;

/// <summary>What an external name means: where it is defined, or what stands in while it is not.</summary>
internal struct Definition
{
    public const int NoSection = -1;

    public int Object;                   // who defines it or, while no one does, who said the name first
    public int Row;                      // of that object's symbol table
    public SymbolName NamePlace;         // in that object
    public SymbolPlace Place;
    public int Leads;                    // the COMDAT section that stays under this name
    public int Fallback;                 // of a weak external: the definition it means in the end, plus one
    public bool IsAlternate;             // the fallback is one for names that not even archives have
    public uint CommonLength;            // of a common symbol: the most that anyone asked for
    public bool IsWanted;                // by more than a weak external: archives are searched for it

    public readonly bool IsDefined => Place.IsDefined;
}
