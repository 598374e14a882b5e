using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

/// <summary>What a link knows of one of its objects: where its sections begin among all, and what its symbols mean.</summary>
internal sealed class LinkedObject(int firstSection, int symbols)
{
    /// <summary>In <see cref="Meanings"/>: a row that is no symbol, and a symbol that only its object sees.</summary>
    public const int NoSymbol = -1, Local = -2;

    public int FirstSection => firstSection;

    /// <summary>By row of the symbol table: the index of an external name, or one of the constants above.</summary>
    public int[] Meanings { get; } = new int[symbols];

    /// <summary>The external symbols in their order, with the hashes of their names.</summary>
    public (int Symbol, uint Hash)[] Externals { get; set; } = [];

    public int MeaningOf(in CoffRelocation relocation) =>
        relocation.SymbolIndex < (uint)Meanings.Length ? Meanings[relocation.SymbolIndex] : NoSymbol;
}
