namespace Bq2.Efi.Coff;

/// <summary>A symbol as linkers see it, whichever form its row has in the file.</summary>
public readonly record struct CoffSymbol(uint Value, int SectionNumber, SymbolClass Class, byte AuxiliaryCount)
{
    // The sixteen bits count up to 65,279 sections; only what is above are the negative numbers that have a meaning.
    private const ushort GreatestSectionNumber = 0xfeff;

    public CoffSymbol(in CoffSymbolRecord row)
        : this(row.Value, (ushort)row.SectionNumber <= GreatestSectionNumber ? (ushort)row.SectionNumber : row.SectionNumber, row.Class, row.AuxiliaryCount)
    {
    }

    public CoffSymbol(in BigSymbolRecord row) : this(row.Value, row.SectionNumber, row.Class, row.AuxiliaryCount)
    {
    }

    /// <summary>Room that is wanted once, however many objects ask for it.</summary>
    public bool IsCommon => SectionNumber == 0 && Value != 0 && Class == SymbolClass.External;

    /// <summary>The row that stands for a section, with a <see cref="CoffSectionDefinition"/> after it.</summary>
    public bool IsSection => Class == SymbolClass.Static && Value == 0 && SectionNumber > 0 && AuxiliaryCount > 0;
}
