namespace Bq2.Efi.Coff;

/// <summary>The place of a symbol's name in its object: in the symbol's row or in the string table.</summary>
internal readonly record struct SymbolName(int Offset, int Length);
