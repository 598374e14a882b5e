using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

/// <summary>The tables' places according to an object's header, in either form; not checked yet.</summary>
internal readonly record struct ObjectTables(
    Machine Machine, int MachineOffset, int SectionTable, uint SectionCount, uint SymbolTable, uint SymbolCount, bool IsBig)
{
    public int SymbolSize => IsBig ? BigSymbolRecord.Size : CoffSymbolRecord.Size;

    public static ObjectTables Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= BigCoffHeader.Size && bytes.ReadAt<BigCoffHeader>(0) is { IsBig: true } big)
            return new(big.Machine, 6, BigCoffHeader.Size, big.SectionCount, big.SymbolTableOffset, big.SymbolCount, true);

        var header = bytes.ReadAt<CoffHeader>(0);
        return new(
            header.Machine, 0, CoffHeader.Size + header.OptionalHeaderSize, header.SectionCount, header.SymbolTableOffset,
            header.SymbolCount, false);
    }
}
