namespace Bq2.Efi.Coff;

/// <summary>A row of a symbol table in either form, so that code that walks a table is written once and compiled for both.</summary>
internal interface ISymbolRow
{
    /// <summary>Eight bytes of text; or 0 in the low half, and an offset into the string table in the high half.</summary>
    ulong PackedName { get; }

    CoffSymbol Symbol { get; }
}
