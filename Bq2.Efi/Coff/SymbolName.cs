namespace Bq2.Efi.Coff;

/// <summary>Where the name of a symbol stands in its object: in the symbol's row, or in the string table.</summary>
internal readonly record struct SymbolName(int Offset, int Length);
