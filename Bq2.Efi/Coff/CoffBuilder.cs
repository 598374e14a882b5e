using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

/// <summary>
/// Makes an object in memory, for code and data that no compiler wrote. The linker treats it like any other object file.
/// </summary>
internal sealed class CoffBuilder(Machine machine)
{
    private readonly List<(SectionHeader Header, byte[] Data, List<CoffRelocation> Relocations)> _sections = [];
    private readonly List<CoffSymbolRecord> _symbols = [];
    private readonly List<byte> _names = [];

    /// <summary>Adds a section; returns its number.</summary>
    public short Section(string name, SectionTraits traits, byte[] data)
    {
        var header =
            new SectionHeader { Name = Packed(name, longForm: false), SizeOfRawData = (uint)data.Length, Characteristics = traits };
        _sections.Add((header, data, []));
        return (short)_sections.Count;
    }

    /// <summary>Adds a section of uninitialized data; returns its number.</summary>
    public short Reserve(string name, uint length, uint alignment)
    {
        var traits = SectionTraits.UninitializedData | SectionTraits.Read | SectionTraits.Write;
        short section = Section(name, traits | (SectionTraits)((uint)(BitOperations.Log2(alignment) + 1) << 20), []);
        _sections[section - 1] = _sections[section - 1] with { Header = _sections[section - 1].Header with { SizeOfRawData = length } };
        return section;
    }

    /// <summary>
    /// Marks a section as COMDAT: the linker keeps one copy. The next symbol in it is its COMDAT symbol; an associative section needs
    /// none.
    /// </summary>
    public void Comdat(short section, ComdatSelection rule, short parent = 0)
    {
        var header = _sections[section - 1].Header;
        _sections[section - 1] = _sections[section - 1]
            with { Header = header with { Characteristics = header.Characteristics | SectionTraits.LinkComdat } };
        _symbols.Add(new() { Name = header.Name, SectionNumber = section, Class = SymbolClass.Static, AuxiliaryCount = 1 });
        var definition = new CoffSectionDefinition { Selection = rule, Number = (ushort)parent };
        _symbols.Add(MemoryMarshal.Cast<CoffSectionDefinition, CoffSymbolRecord>(new(ref definition))[0]);
    }

    /// <summary>Adds a symbol, undefined if no section is given; returns its index.</summary>
    public uint Symbol(string name, short section = 0, uint value = 0, SymbolClass symbolClass = SymbolClass.External)
    {
        _symbols.Add(new() { Name = Packed(name, longForm: true), SectionNumber = section, Value = value, Class = symbolClass });
        return (uint)_symbols.Count - 1;
    }

    public void Relocation(short section, uint offset, ushort type, uint symbol) =>
        _sections[section - 1].Relocations.Add(new() { Offset = offset, Type = type, SymbolIndex = symbol });

    /// <summary>The object's bytes: header, section table, data with relocations, symbols, strings.</summary>
    public byte[] ToBytes()
    {
        int dataStart = CoffHeader.Size + _sections.Count * SectionHeader.Size;
        int symbolStart = dataStart + _sections.Sum(s => s.Data.Length + s.Relocations.Count * CoffRelocation.Size);
        var bytes = new MemoryStream();
        bytes.Write(StructBytes.ToBytes(new CoffHeader
        {
            Machine = machine,
            SectionCount = (ushort)_sections.Count,
            SymbolTableOffset = (uint)symbolStart,
            SymbolCount = (uint)_symbols.Count,
        }));
        WriteSectionTable(bytes, dataStart);
        foreach (var (_, data, relocations) in _sections)
        {
            bytes.Write(data);
            relocations.ForEach(relocation => bytes.Write(StructBytes.ToBytes(relocation)));
        }

        _symbols.ForEach(symbol => bytes.Write(StructBytes.ToBytes(symbol)));
        bytes.Write(StructBytes.ToBytes((uint)_names.Count + sizeof(uint)));
        bytes.Write([.. _names]);
        return bytes.ToArray();
    }

    private void WriteSectionTable(MemoryStream bytes, int dataStart)
    {
        int at = dataStart;
        foreach (var (header, data, relocations) in _sections)
        {
            bytes.Write(StructBytes.ToBytes(header with
            {
                PointerToRawData = data.Length == 0 ? 0 : (uint)at,
                PointerToRelocations = relocations.Count == 0 ? 0 : (uint)(at + data.Length),
                RelocationCount = checked((ushort)relocations.Count),
            }));
            at += data.Length + relocations.Count * CoffRelocation.Size;
        }
    }

    // Eight bytes hold a short name; a longer one goes to the string table, after the table's own length.
    private ulong Packed(string name, bool longForm)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        if (text.Length <= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian([.. text, .. new byte[sizeof(ulong) - text.Length]]);

        ulong offset = (ulong)_names.Count + sizeof(uint);
        _names.AddRange([.. text, 0]);
        return longForm ? offset << 32 : Packed($"/{offset}", longForm);
    }
}
