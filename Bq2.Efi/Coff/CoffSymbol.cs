namespace Bq2.Efi.Coff;

/// <summary>A symbol as linkers see it, whichever form its row has in the file.</summary>
public readonly record struct CoffSymbol(uint Value, int SectionNumber, SymbolClass Class, byte AuxiliaryCount)
{
    /// <summary>Other objects may see it.</summary>
    public bool IsExternal => Class is SymbolClass.External or SymbolClass.WeakExternal;

    /// <summary>Room that is wanted once, however many objects ask for it.</summary>
    public bool IsCommon => SectionNumber == 0 && Value != 0 && Class == SymbolClass.External;

    /// <summary>The row that stands for a section, with a <see cref="CoffSectionDefinition"/> after it.</summary>
    public bool IsSection => Class == SymbolClass.Static && Value == 0 && SectionNumber > 0 && AuxiliaryCount > 0;
}
