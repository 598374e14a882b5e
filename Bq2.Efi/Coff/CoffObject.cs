using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

/// <summary>
/// An object file, looked at in place: sections, symbols and relocations are spans over the file's own bytes. Every
/// table lies inside the file, every name inside the string table; <see cref="Read(string, ReadOnlyMemory{byte})"/> saw to it.
/// </summary>
public sealed partial class CoffObject
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _sectionTable;
    private readonly int _stringTable;
    private readonly CoffHeader _header;

    private CoffObject(string path, ReadOnlyMemory<byte> bytes, in CoffHeader header)
    {
        (Path, _bytes, _header) = (path, bytes, header);
        _sectionTable = CoffHeader.Size + header.OptionalHeaderSize;
        // Without symbols there is no string table either, and the header's offset means nothing.
        if (header.SymbolCount == 0)
            _header.SymbolTableOffset = 0;
        _stringTable = header.SymbolCount == 0
            ? bytes.Length
            : (int)(header.SymbolTableOffset + header.SymbolCount * CoffSymbol.Size);
    }

    /// <summary>What the caller calls the file.</summary>
    public string Path { get; }

    public Machine Machine => _header.Machine;

    public ReadOnlySpan<SectionHeader> Sections => _bytes.Span.TableAt<SectionHeader>(_sectionTable, _header.SectionCount);

    /// <summary>All rows of the symbol table, the auxiliary ones included: relocations count them.</summary>
    public ReadOnlySpan<CoffSymbol> Symbols =>
        _bytes.Span.TableAt<CoffSymbol>((int)_header.SymbolTableOffset, (int)_header.SymbolCount);

    /// <summary>A section's bytes; none where it only reserves room.</summary>
    public ReadOnlySpan<byte> Data(int section)
    {
        var header = Sections[section];
        return ReservesOnly(header) ? [] : _bytes.Span.Slice((int)header.PointerToRawData, (int)header.SizeOfRawData);
    }

    public ReadOnlySpan<CoffRelocation> Relocations(int section)
    {
        // Where there are none the offset may be anything.
        var (offset, count) = RelocationTable(Sections[section]);
        return count == 0 ? [] : _bytes.Span.TableAt<CoffRelocation>((int)offset, (int)count);
    }

    /// <summary>What the row after a section's symbol says of it.</summary>
    public CoffSectionDefinition SectionDefinition(int symbol) =>
        _bytes.Span.ReadAt<CoffSectionDefinition>((int)_header.SymbolTableOffset + (symbol + 1) * CoffSymbol.Size);

    /// <summary>A symbol's name, in the file's bytes (ASCII, or UTF-8 where a compiler wrote it).</summary>
    public ReadOnlySpan<byte> SymbolName(int symbol)
    {
        int at = (int)_header.SymbolTableOffset + symbol * CoffSymbol.Size;
        ulong name = Symbols[symbol].Name;
        return (uint)name == 0 && name != 0 ? StringAt((uint)(name >> 32)) : ShortName(at);
    }

    /// <summary>A section's name; a long one stands in the string table behind a '/' and its decimal offset.</summary>
    public ReadOnlySpan<byte> SectionName(int section)
    {
        var name = ShortName(_sectionTable + section * SectionHeader.Size);
        return name is [(byte)'/', ..] ? StringAt(LongNameOffset(name)) : name;
    }

    public override string ToString() => Path;

    private ReadOnlySpan<byte> ShortName(int offset)
    {
        var name = _bytes.Span.Slice(offset, 8);
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    private ReadOnlySpan<byte> StringAt(uint offset)
    {
        var text = _bytes.Span[(_stringTable + (int)offset)..];
        return text[..text.IndexOf((byte)0)];
    }

    private static uint LongNameOffset(ReadOnlySpan<byte> name) =>
        uint.TryParse(Encoding.ASCII.GetString(name[1..]), out uint offset) ? offset : uint.MaxValue;

    private static bool ReservesOnly(in SectionHeader header) =>
        header.Characteristics.HasFlag(SectionTraits.UninitializedData) || header.PointerToRawData == 0;

    // With more than 65,534 relocations the true count, this first row included, stands in the first row's offset.
    private (long Offset, long Count) RelocationTable(in SectionHeader header)
    {
        long offset = header.PointerToRelocations;
        if (!header.Characteristics.HasFlag(SectionTraits.RelocationOverflow) || header.RelocationCount != ushort.MaxValue)
            return (offset, header.RelocationCount);

        if (offset + CoffRelocation.Size > _bytes.Length)
            return (offset, header.RelocationCount);
        uint count = _bytes.Span.ReadAt<CoffRelocation>((int)offset).Offset;
        return (offset + CoffRelocation.Size, count - 1L);
    }
}
