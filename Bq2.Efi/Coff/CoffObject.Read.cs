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

        var header = bytes.Span.ReadAt<CoffHeader>(0);
        if (header.Machine is not (Machine.X64 or Machine.Arm64))
            throw new BadFormatException(new Fault("COF002", $"machine 0x{(ushort)header.Machine:x4}, expected 0x8664 (x86_64) or 0xaa64 (aarch64)")
            {
                Path = path,
                Hint = "is this a COFF object, compiled for windows or uefi?",
            }.Showing(bytes.Span, 0, 2));

        var reading = new Reading(path, bytes);
        reading.CheckTables(header);
        var made = new CoffObject(path, bytes, header);
        made.CheckSections(reading);
        made.CheckSymbols(reading);
        return made;
    }

    private void CheckSections(Reading reading)
    {
        for (int i = 0; i < Sections.Length; i++)
        {
            var section = Sections[i];
            int at = _sectionTable + i * SectionHeader.Size;
            var name = ShortName(at);
            if (name is [(byte)'/', ..])
                reading.CheckString(_stringTable, LongNameOffset(name), at, 8);
            if (!ReservesOnly(section))
                reading.CheckRange("COF005", $"the data of section {i + 1}", section.PointerToRawData, section.SizeOfRawData, at + 16);

            var (offset, count) = RelocationTable(section);
            if (count != 0)
                reading.CheckRange("COF006", $"the relocations of section {i + 1}", offset, count * CoffRelocation.Size, at + 24);
            if ((section.Characteristics & SectionTraits.AlignMask) == SectionTraits.AlignMask)
                throw reading.Fails("COF007", $"section {i + 1} asks for alignment 15, the greatest is 14 (8,192 bytes)", at + 36, 4);
        }
    }

    private void CheckSymbols(Reading reading)
    {
        var symbols = Symbols;
        for (int i = 0; i < symbols.Length; i += 1 + symbols[i].AuxiliaryCount)
        {
            var symbol = symbols[i];
            int at = (int)_header.SymbolTableOffset + i * CoffSymbol.Size;
            if (symbol.SectionNumber > _header.SectionCount)
                throw reading.Fails("COF008", $"symbol {i} lies in section {symbol.SectionNumber}, the file has {_header.SectionCount}", at + 12, 2);
            if (symbol.AuxiliaryCount >= symbols.Length - i)
                throw reading.Fails("COF009", $"symbol {i} has {symbol.AuxiliaryCount} auxiliary rows, {symbols.Length - i - 1} rows are left", at + 17, 1);
            if ((uint)symbol.Name == 0 && symbol.Name != 0)
                reading.CheckString(_stringTable, (uint)(symbol.Name >> 32), at + 4, 4);
        }
    }

    /// <summary>The bytes under examination, and how to say what is wrong with them.</summary>
    private readonly struct Reading(string path, ReadOnlyMemory<byte> bytes)
    {
        public void CheckTables(in CoffHeader header)
        {
            long sections = CoffHeader.Size + header.OptionalHeaderSize;
            CheckRange("COF003", $"the table of {header.SectionCount} sections", sections, header.SectionCount * (long)SectionHeader.Size, 2);
            if (header.SymbolCount == 0)
                return;

            long symbols = header.SymbolTableOffset, length = header.SymbolCount * (long)CoffSymbol.Size;
            CheckRange("COF004", $"the table of {header.SymbolCount} symbols and the length of the string table", symbols, length + 4, 8);
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
            if (offset < 4 || offset >= length || !strings[(int)offset..(int)length].Contains((byte)0))
                throw Fails("COF010", $"a name stands at 0x{offset:x} of a string table of {length} bytes", field, count);
        }

        public BadFormatException Fails(string code, string message, int offset, int count) =>
            new(new Fault(code, message) { Path = path }.Showing(bytes.Span, offset, count));
    }
}
