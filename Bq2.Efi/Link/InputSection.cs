using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>A section of an object on its way into the image. Sections are numbered through all objects.</summary>
internal struct InputSection
{
    public int Object;
    public int Index;                    // in its object, from 0
    public uint Length;
    public uint Alignment;
    public SectionTraits Traits;
    public bool Dropped;                 // not for the image, or another object brought the same
    public int Output;                   // once laid out, like the next one
    public uint Address;                 // relative to the image's base

    public readonly bool ReservesOnly => Traits.HasFlag(SectionTraits.UninitializedData);
}
