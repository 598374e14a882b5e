using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>A section of an object on its way into the image. Sections are numbered through all objects.</summary>
internal struct InputSection
{
    public const int None = -1;

    public int Object;
    public int Index;                    // in its object, from 0
    public uint Length;
    public uint Alignment;
    public SectionTraits Traits;
    public int Group;                    // of the sections that bear its name
    public int Parent;                   // with which an associative section lives and dies
    public int Leader;                   // of a COMDAT section: the symbol by whose name it is compared
    public int Rank;                     // among its object's: the others first, then COMDATs by their symbols, then what goes with another, as lld has it
    public int StandIn;                  // of a section that was folded: the equal one that stays
    public uint Address;                 // relative to the image's base, once laid out
    public ComdatSelection Selection;    // of a COMDAT section
    public bool Dropped;                 // not for the image, unused, folded, or another object brought the same

    public readonly bool ReservesOnly => (Traits & SectionTraits.UninitializedData) != 0;

    public readonly bool IsComdat => (Traits & SectionTraits.LinkComdat) != 0;
}
