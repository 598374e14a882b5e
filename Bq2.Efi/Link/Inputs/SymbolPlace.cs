namespace Bq2.Efi.Link.Inputs;

/// <summary>Where a symbol lies: in which section, numbered through all objects, and how far from its start.</summary>
internal readonly record struct SymbolPlace(int Section, uint Value)
{
    /// <summary>Instead of a section: nobody says where, a number that is no address, and a row that is no symbol at all.</summary>
    public const int Undefined = -1, Absolute = -2, NoSymbol = -3;

    /// <summary>Instead of a section: the image itself, which begins with its headers and moves as a whole.</summary>
    public const int Image = -4;

    public bool IsDefined => Section != Undefined;
}
