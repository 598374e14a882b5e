using System.Globalization;
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
    private readonly int _sectionCount;
    private readonly int _symbolTable;
    private readonly int _symbolSize;
    private readonly int _stringTable;

    private CoffObject(string path, ReadOnlyMemory<byte> bytes, in ObjectTables tables)
    {
        (Path, _bytes, Machine) = (path, bytes, tables.Machine);
        (_sectionTable, _sectionCount) = (tables.SectionTable, (int)tables.SectionCount);
        _symbolSize = tables.IsBig ? BigSymbolRecord.Size : CoffSymbolRecord.Size;
        SymbolCount = (int)tables.SymbolCount;

        // Without symbols there is no string table either, and the header's offset means nothing.
        _symbolTable = SymbolCount == 0 ? bytes.Length : (int)tables.SymbolTable;
        _stringTable = _symbolTable + SymbolCount * _symbolSize;
    }

    /// <summary>What the caller calls the file.</summary>
    public string Path { get; }

    public Machine Machine { get; }

    public ReadOnlySpan<SectionHeader> Sections => _bytes.Span.TableAt<SectionHeader>(_sectionTable, _sectionCount);

    /// <summary>How many rows the symbol table has, the auxiliary ones included: relocations count them.</summary>
    public int SymbolCount { get; }

    /// <summary>The symbol in a row. The next one is as many rows further as it has auxiliary ones, and one.</summary>
    public CoffSymbol Symbol(int index) => _symbolSize == BigSymbolRecord.Size
        ? new(_bytes.Span.ReadAt<BigSymbolRecord>(SymbolOffset(index)))
        : new CoffSymbol(_bytes.Span.ReadAt<CoffSymbolRecord>(SymbolOffset(index)));

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

    /// <summary>What the row after a section's symbol says of it, and the section it goes with, from 1.</summary>
    public (ComdatSelection Selection, int Parent) SectionDefinition(int symbol)
    {
        var row = _bytes.Span.ReadAt<CoffSectionDefinition>(SymbolOffset(symbol + 1));
        return (row.Selection, row.Number | (_symbolSize == BigSymbolRecord.Size ? row.HighNumber << 16 : 0));
    }

    /// <summary>What the row after a weak external says.</summary>
    public CoffWeakExternal WeakExternal(int symbol) => _bytes.Span.ReadAt<CoffWeakExternal>(SymbolOffset(symbol + 1));

    /// <summary>A symbol's name, in the file's bytes (ASCII, or UTF-8 where a compiler wrote it).</summary>
    public ReadOnlySpan<byte> SymbolName(int symbol)
    {
        int at = SymbolOffset(symbol);
        ulong name = _bytes.Span.ReadAt<ulong>(at);
        return (uint)name == 0 && name != 0 ? StringAt((uint)(name >> 32)) : ShortName(at);
    }

    /// <summary>A section's name; a long one stands in the string table behind a '/' and its offset.</summary>
    public ReadOnlySpan<byte> SectionName(int section)
    {
        var name = ShortName(_sectionTable + section * SectionHeader.Size);
        return name is [(byte)'/', ..] ? StringAt(LongNameOffset(name)) : name;
    }

    public override string ToString() => Path;

    private int SymbolOffset(int index) => _symbolTable + index * _symbolSize;

    private ReadOnlySpan<byte> ShortName(int offset)
    {
        var name = _bytes.Span.Slice(offset, sizeof(ulong));
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    private ReadOnlySpan<byte> StringAt(uint offset)
    {
        var text = _bytes.Span[(_stringTable + (int)offset)..];
        return text[..text.IndexOf((byte)0)];
    }

    /// <summary>"/1234" is decimal; "//" stands before six digits of base 64, for offsets of ten million and more.</summary>
    private static uint LongNameOffset(ReadOnlySpan<byte> name)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        if (name is not [_, (byte)'/', .. var digits])
            return uint.TryParse(Encoding.ASCII.GetString(name[1..]), NumberStyles.None, CultureInfo.InvariantCulture, out uint offset) ? offset : uint.MaxValue;

        ulong value = 0;
        foreach (byte digit in digits)
        {
            int worth = Digits.IndexOf((char)digit, StringComparison.Ordinal);
            if (worth < 0)
                return uint.MaxValue;
            value = value << 6 | (uint)worth;
        }

        return value <= uint.MaxValue ? (uint)value : uint.MaxValue;
    }

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
