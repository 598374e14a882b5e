using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Inputs;

/// <summary>A section of an object. Sections are numbered through all objects.</summary>
internal struct InputSection
{
    public const int None = -1;

    public int Object;
    public int Index;                    // in its object, from 0
    public uint Length;
    public uint Alignment;
    public SectionTraits Traits;
    public int Group;                    // the sections with its name and kind of memory
    public int Parent;                   // an associative section is linked only with this one
    public int Leader;                   // of a COMDAT section: the symbol by whose name it is compared
    public int Rank;                     // order within the object, as with lld: plain, COMDAT by symbol, associative
    public ComdatSelection Selection;    // of a COMDAT section
    public bool Dropped;                 // not for the image, or another object's copy stays; settled when symbols are resolved

    public readonly bool ReservesOnly => (Traits & SectionTraits.UninitializedData) != 0;

    public readonly bool IsComdat => (Traits & SectionTraits.LinkComdat) != 0;
}
