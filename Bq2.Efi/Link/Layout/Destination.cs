using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;

namespace Bq2.Efi.Link.Layout;

/// <summary>Where a symbol lies once the image is laid out: in which of its sections, and at which address.</summary>
internal readonly record struct Destination(int Output, uint Address)
{
    /// <summary>Instead of a section: not part of the image, a number that is no address, and a row that is no symbol at all.</summary>
    public const int Nowhere = SymbolPlace.Undefined, Absolute = SymbolPlace.Absolute, NoSymbol = SymbolPlace.NoSymbol;

    /// <summary>Instead of a section: the image itself, from its headers on.</summary>
    public const int Image = SymbolPlace.Image;

    /// <summary>Where a relocation leads, among the destinations of its object's symbols.</summary>
    public static Destination Of(in CoffRelocation relocation, Destination[] destinations) =>
        relocation.SymbolIndex < (uint)destinations.Length ? destinations[(int)relocation.SymbolIndex] : new(NoSymbol, 0);

    /// <summary>Whether the address is another wherever firmware loads the image.</summary>
    public bool Moves => Output is >= 0 or Image;
}
