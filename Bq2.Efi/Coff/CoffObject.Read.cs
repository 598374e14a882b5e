using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    /// <summary>Reads the object file at a path.</summary>
    public static CoffObject Read(string path) => Read(path, File.ReadAllBytes(path));

    /// <summary>Looks through an object's bytes and vouches for every offset and count in its tables.</summary>
    /// <exception cref="BadFormatException">The bytes are no object we can link; the fault says where and why.</exception>
    public static CoffObject Read(string path, ReadOnlyMemory<byte> bytes)
    {
        if (ForeignFile.Recognise(bytes.Span) is { } foreign)
            throw new BadFormatException(foreign with { Path = path });
        if (bytes.Length < CoffHeader.Size)
            throw new BadFormatException(new("COF001", $"the file has {bytes.Length} bytes, an object's header alone has {CoffHeader.Size}") { Path = path });

        var tables = ObjectTables.Of(bytes.Span);
        var reading = new Reading(path, bytes);
        if (tables.Machine is not (Machine.X64 or Machine.Arm64))
        {
            throw reading.Fails("COF002", $"machine 0x{(ushort)tables.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)",
                tables.MachineOffset, 2, "is this a COFF object, compiled for windows or uefi?");
        }

        reading.CheckTables(tables);
        var made = new CoffObject(path, bytes, tables);
        made.CheckSections(reading);
        made.CheckSymbols(reading);
        return made;
    }

    private void CheckSections(Reading reading)
    {
        for (int i = 0; i < _sectionCount; i++)
        {
            var section = Sections[i];
            int at = _sectionTable + i * SectionHeader.Size;
            var name = ShortName(at);
            if (name is [(byte)'/', ..])
                reading.CheckString(_stringTable, LongNameOffset(name), at, 8);
            if (!ReservesOnly(section))
                reading.CheckRange("COF005", $"the data of section {i + 1}", section.PointerToRawData, section.SizeOfRawData, at + 16);

            if (ReservesOnly(section) && section.SizeOfRawData > 0 && !section.Characteristics.HasFlag(SectionTraits.UninitializedData))
                throw reading.Fails("COF012", $"section {i + 1} is to have {section.SizeOfRawData} bytes of data, and there are none", at + 16, 8);

            var (offset, count) = RelocationTable(section);
            if (count != 0)
                reading.CheckRange("COF006", $"the relocations of section {i + 1}", offset, count * CoffRelocation.Size, at + 24);
            if ((section.Characteristics & SectionTraits.AlignMask) == SectionTraits.AlignMask)
                throw reading.Fails("COF007", $"section {i + 1} asks for alignment 15, the greatest is 14 (8,192 bytes)", at + 36, 4);
        }
    }

    private void CheckSymbols(Reading reading)
    {
        int lastField = _symbolSize - 1;
        for (int i = 0, auxiliary; i < SymbolCount; i += 1 + auxiliary)
        {
            var symbol = Symbol(i);
            int at = SymbolOffset(i);
            auxiliary = symbol.AuxiliaryCount;
            if (symbol.SectionNumber > _sectionCount)
                throw reading.Fails("COF008", $"symbol {i} lies in section {symbol.SectionNumber}, the file has {_sectionCount}", at + 12, 2);
            if (auxiliary >= SymbolCount - i)
                throw reading.Fails("COF009", $"symbol {i} has {auxiliary} auxiliary rows, {SymbolCount - i - 1} rows are left", at + lastField, 1);
            if (symbol.Class == SymbolClass.WeakExternal && (auxiliary == 0 || WeakExternal(i).Fallback >= SymbolCount))
                throw reading.Fails("COF011", $"symbol {i} is a weak external without a symbol to fall back on", at, _symbolSize);

            ulong name = _bytes.Span.ReadAt<ulong>(at);
            if ((uint)name == 0 && name != 0)
                reading.CheckString(_stringTable, (uint)(name >> 32), at + 4, 4);
        }
    }

    /// <summary>The bytes under examination, and how to say what is wrong with them.</summary>
    private readonly struct Reading(string path, ReadOnlyMemory<byte> bytes)
    {
        public void CheckTables(in ObjectTables tables)
        {
            CheckRange("COF003", $"the table of {tables.SectionCount} sections", tables.SectionTable, tables.SectionCount * (long)SectionHeader.Size, tables.IsBig ? 44 : 2);
            if (tables.SymbolCount == 0)
                return;

            long symbols = tables.SymbolTable, length = tables.SymbolCount * (long)tables.SymbolSize;
            CheckRange("COF004", $"the table of {tables.SymbolCount} symbols and the length of the string table", symbols, length + 4, tables.IsBig ? 48 : 8);
            uint strings = bytes.Span.ReadAt<uint>((int)(symbols + length));
            CheckRange("COF004", "the string table", symbols + length, Math.Max(strings, 4), (int)(symbols + length));
        }

        public void CheckRange(string code, string what, long offset, long length, int field)
        {
            if (length < 0 || offset + length > bytes.Length)
                throw Fails(code, $"{what} would end at 0x{offset + length:x}, the file ends at 0x{bytes.Length:x}", field, 4);
        }

        /// <summary>A name must begin and end inside the string table, whose first four bytes are its own length.</summary>
        public void CheckString(int table, uint offset, int field, int count)
        {
            var strings = bytes.Span[Math.Min(table, bytes.Length)..];
            uint length = strings.Length < 4 ? 0 : Math.Min(strings.ReadAt<uint>(0), (uint)strings.Length);
            // Where the table ends in a NUL, as it should, every name in it ends.
            bool ends = length > 0 && (strings[(int)length - 1] == 0 || offset < length && strings[(int)offset..(int)length].Contains((byte)0));
            if (offset < 4 || offset >= length || !ends)
                throw Fails("COF010", $"a name stands at 0x{offset:x} of a string table of {length} bytes", field, count);
        }

        public BadFormatException Fails(string code, string message, int offset, int count, string? hint = null) =>
            new(new Fault(code, message) { Path = path, Hint = hint }.Showing(bytes.Span, offset, count));
    }
}
