using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

/// <summary>The tables' places according to an object's header, in either form; not checked yet.</summary>
internal readonly record struct ObjectTables(
    Machine Machine, int SectionTable, uint SectionCount, uint SymbolTable, uint SymbolCount, bool IsBig)
{
    public int SymbolSize => IsBig ? BigSymbolRecord.Size : CoffSymbolRecord.Size;

    /// <summary>The header fields that state these.</summary>
    public FieldPlace MachineField { get; private init; }

    public FieldPlace SectionCountField { get; private init; }

    public FieldPlace SymbolTableField { get; private init; }

    public static ObjectTables Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= BigCoffHeader.Size && bytes.ReadAt<BigCoffHeader>(0) is { IsBig: true } big)
        {
            return new(big.Machine, BigCoffHeader.Size, big.SectionCount, big.SymbolTableOffset, big.SymbolCount, true)
            {
                MachineField = FieldPlace.Of(in big, in big.Machine),
                SectionCountField = FieldPlace.Of(in big, in big.SectionCount),
                SymbolTableField = FieldPlace.Of(in big, in big.SymbolTableOffset),
            };
        }

        var header = bytes.ReadAt<CoffHeader>(0);
        int sections = CoffHeader.Size + header.OptionalHeaderSize;
        return new(header.Machine, sections, header.SectionCount, header.SymbolTableOffset, header.SymbolCount, false)
        {
            MachineField = FieldPlace.Of(in header, in header.Machine),
            SectionCountField = FieldPlace.Of(in header, in header.SectionCount),
            SymbolTableField = FieldPlace.Of(in header, in header.SymbolTableOffset),
        };
    }
}
