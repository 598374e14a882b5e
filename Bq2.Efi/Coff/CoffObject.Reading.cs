using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    /// <summary>The bytes being read, and the faults found in them.</summary>
    private readonly struct Reading(string path, ReadOnlyMemory<byte> bytes)
    {
        private readonly int _length = bytes.Length;

        public void CheckTables(in ObjectTables tables)
        {
            long sections = tables.SectionCount * (long)SectionHeader.Size;
            if (!Holds(tables.SectionTable, sections))
            {
                throw FailsRange(
                    EfiFaults.SectionTableOutside, $"the table of {tables.SectionCount} sections", tables.SectionTable, sections,
                    tables.SectionCountField);
            }

            if (tables.SymbolCount == 0)
                return;

            long symbols = tables.SymbolTable, length = tables.SymbolCount * (long)tables.SymbolSize;
            if (!Holds(symbols, length + 4))
            {
                throw FailsRange(
                    EfiFaults.SymbolTableOutside, $"the table of {tables.SymbolCount} symbols and the length of the string table",
                    symbols, length + 4, tables.SymbolTableField);
            }

            uint strings = bytes.Span.ReadAt<uint>((int)(symbols + length));
            if (!Holds(symbols + length, Math.Max(strings, 4)))
                throw FailsRange(EfiFaults.SymbolTableOutside, "the string table", symbols + length, strings,
                    new(symbols + length, sizeof(uint)));
        }

        public bool Holds(long offset, long length) => length >= 0 && offset + length <= _length;

        public FaultException FailsRange(FaultCode code, string what, long offset, long length, FieldPlace field) =>
            Fails(code, $"{what} would end at 0x{offset + length:x}, but the file ends at 0x{_length:x}", (int)field.Offset, sizeof(uint));

        public FaultException FailsName(in StringTable strings, uint name, int field, int count) =>
            Fails(EfiFaults.NameOutside, $"a name is at 0x{name:x} in a string table of {strings.Length} bytes", field, count);

        public FaultException Fails(FaultCode code, string message, FieldPlace field, string? hint = null) =>
            Fails(code, message, (int)field.Offset, field.Length, hint);

        public FaultException Fails(FaultCode code, string message, int offset, int count, string? hint = null) =>
            new(new Fault(code, message) { Path = path, Hint = hint }.Showing(bytes.Span, offset, count));
    }
}
