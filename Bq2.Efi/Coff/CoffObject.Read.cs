using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Coff;

public sealed partial class CoffObject
{
    /// <summary>Reads the object file at a path.</summary>
    public static CoffObject Read(string path) => Read(path, NamedFile.ReadAll(path));

    /// <summary>Reads an object and checks every offset and count in its tables.</summary>
    /// <exception cref="FaultException">The bytes are not an object that we can link; the fault says where and why.</exception>
    public static CoffObject Read(string path, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (ForeignFile.Recognise(bytes.Span) is { } foreign)
            throw new FaultException(foreign with { Path = path });
        if (bytes.Length < CoffHeader.Size)
        {
            throw new FaultException(new(EfiFaults.ObjectTooShort, $"the file has {bytes.Length} bytes, but a header has {CoffHeader.Size}")
            {
                Path = path,
            });
        }

        var tables = ObjectTables.Of(bytes.Span);
        var reading = new Reading(path, bytes);
        if (tables.Machine is not (Machine.X64 or Machine.Arm64))
        {
            throw reading.Fails(
                EfiFaults.ObjectMachine, $"machine 0x{(ushort)tables.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)",
                tables.MachineField, "is this a COFF object, compiled for windows or uefi?");
        }

        reading.CheckTables(tables);
        var made = new CoffObject(path, bytes, tables);
        var strings = new StringTable(bytes.Span, made._stringTable);
        if (strings.FindEndless() is >= 0 and var endless)
        {
            throw reading.Fails(
                EfiFaults.NameTooLong, $"a name of more than {StringTable.MaxNameLength} bytes", made._stringTable + endless, 16);
        }

        made.CheckSections(reading, strings);
        if (made.IsBig)
            made.CheckSymbols(reading, strings, made.Rows<BigSymbolRecord>());
        else
            made.CheckSymbols(reading, strings, made.Rows<CoffSymbolRecord>());
        return made;
    }

    [MethodImpl(Hot.Path)]
    private void CheckSections(in Reading reading, in StringTable strings)
    {
        var bytes = Bytes;
        var sections = Sections;
        for (int i = 0; i < sections.Length; i++)
        {
            ref readonly var section = ref sections[i];
            int at = _sectionTable + i * SectionHeader.Size;
            if ((byte)section.Name == '/' && LongNameOffset(ShortName(at)) is var name && !strings.Holds(name))
                throw reading.FailsName(strings, name, at, 8);
            if (!ReservesOnly(section) && !reading.Holds(section.PointerToRawData, section.SizeOfRawData))
            {
                throw reading.FailsRange(
                    EfiFaults.SectionDataOutside, $"the data of section {i + 1}", section.PointerToRawData, section.SizeOfRawData,
                    FieldPlace.Of(in section, in section.SizeOfRawData).At(at));
            }

            if (section.PointerToRawData == 0 && section.SizeOfRawData > 0
                && (section.Characteristics & SectionTraits.UninitializedData) == 0)
                throw reading.Fails(
                    EfiFaults.SectionWithoutData,
                    $"section {i + 1} has {section.SizeOfRawData} bytes of data, but no offset for them",
                    FieldPlace.Of(in section, in section.SizeOfRawData).To(FieldPlace.Of(in section, in section.PointerToRawData)).At(at));

            var (offset, count) = RelocationTable(bytes, section);
            if (count != 0 && !reading.Holds(offset, count * CoffRelocation.Size))
            {
                throw reading.FailsRange(
                    EfiFaults.RelocationsOutside, $"the relocations of section {i + 1}", offset, count * CoffRelocation.Size,
                    FieldPlace.Of(in section, in section.PointerToRelocations).At(at));
            }

            if ((section.Characteristics & SectionTraits.AlignMask) == SectionTraits.AlignMask)
            {
                throw reading.Fails(
                    EfiFaults.SectionAlignment, $"section {i + 1} has alignment 15; the maximum is 14 (8,192 bytes)",
                    FieldPlace.Of(in section, in section.Characteristics).At(at));
            }
        }
    }

    [MethodImpl(Hot.Path)]
    private void CheckSymbols<TRow>(in Reading reading, in StringTable strings, ReadOnlySpan<TRow> rows) where TRow : unmanaged, ISymbolRow
    {
        int lastField = _symbolSize - 1;
        for (int i = 0, auxiliary; i < rows.Length; i += 1 + auxiliary)
        {
            ref readonly var row = ref rows[i];
            var symbol = row.Symbol;
            auxiliary = symbol.AuxiliaryCount;
            if (symbol.SectionNumber > _sectionCount)
            {
                throw reading.Fails(
                    EfiFaults.SymbolSection, $"symbol {i} is in section {symbol.SectionNumber}, but the file has {_sectionCount}",
                    SymbolOffset(i) + CoffSymbolRecord.SectionNumberOffset, 2);
            }

            if (auxiliary >= rows.Length - i)
            {
                throw reading.Fails(
                    EfiFaults.AuxiliaryRows, $"symbol {i} has {auxiliary} auxiliary rows, but only {rows.Length - i - 1} rows are left",
                    SymbolOffset(i) + lastField, 1);
            }

            if (symbol.Class == SymbolClass.WeakExternal && (auxiliary == 0 || WeakExternal(i).Fallback >= rows.Length))
            {
                throw reading.Fails(
                    EfiFaults.WeakWithoutFallback, $"symbol {i} is a weak external without a fallback symbol",
                    SymbolOffset(i), _symbolSize);
            }

            if (IsLong(row.PackedName) && !strings.Holds(OffsetIn(row.PackedName)))
                throw reading.FailsName(strings, OffsetIn(row.PackedName), SymbolOffset(i) + sizeof(uint), sizeof(uint));
        }
    }

    /// <summary>The long names of an object; the table's first four bytes are its own length.</summary>
    private readonly ref struct StringTable
    {
        // Names may overlap: without a limit, a small file could have so many long names that reading them would never end.
        public const int MaxNameLength = 1 << 16;

        private readonly ReadOnlySpan<byte> _bytes;
        private readonly bool _endsInNul;

        public StringTable(ReadOnlySpan<byte> file, int offset)
        {
            var rest = file[Math.Min(offset, file.Length)..];
            _bytes = rest.Length < sizeof(uint) ? [] : rest[..(int)Math.Min(rest.ReadAt<uint>(0), (uint)rest.Length)];
            _endsInNul = _bytes is [.., 0];
        }

        public int Length => _bytes.Length;

        /// <summary>The offset of a name longer than the limit; -1 if there is none.</summary>
        public int FindEndless()
        {
            for (int at = sizeof(uint), last; _bytes.Length - at > MaxNameLength; at += last + 1)
            {
                last = _bytes.Slice(at, MaxNameLength + 1).LastIndexOf((byte)0);
                if (last < 0)
                    return at;
            }

            return -1;
        }

        /// <summary>Whether a name at this offset has an end. If the table ends in a NUL, as it should, every name has.</summary>
        public bool Holds(uint name) =>
            name >= sizeof(uint) && name < _bytes.Length && (_endsInNul || _bytes[(int)name..].Contains((byte)0));
    }

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
