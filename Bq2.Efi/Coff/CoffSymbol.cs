namespace Bq2.Efi.Coff;

/// <summary>A symbol, independent of the form of its row in the file.</summary>
public readonly record struct CoffSymbol(uint Value, int SectionNumber, SymbolClass Class, byte AuxiliaryCount)
{
    /// <summary>Whether other objects can see it.</summary>
    public bool IsExternal => Class is SymbolClass.External or SymbolClass.WeakExternal;

    /// <summary>Whether it is a common symbol: uninitialized data, allocated once however many objects define it.</summary>
    public bool IsCommon => SectionNumber == 0 && Value != 0 && Class == SymbolClass.External;

    /// <summary>Whether it stands for a section, with a <see cref="CoffSectionDefinition"/> after it.</summary>
    public bool IsSection => Class == SymbolClass.Static && Value == 0 && SectionNumber > 0 && AuxiliaryCount > 0;
}
