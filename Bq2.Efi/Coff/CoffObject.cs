using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Coff;

/// <summary>
/// An object file, read in place: sections, symbols and relocations are spans over the file's own bytes. Every
/// table is inside the file, and every name inside the string table: <see cref="Read(string, ReadOnlyMemory{byte})"/> checks that.
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

    /// <summary>The caller's name for the file.</summary>
    public string Path { get; }

    /// <summary>The processor that its code is for.</summary>
    public Machine Machine { get; }

    /// <summary>The whole file. Names are passed around as places in it.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    internal bool IsBig => _symbolSize == BigSymbolRecord.Size;

    /// <summary>The headers of its sections, in the order of the file. Symbols count sections from 1.</summary>
    public ReadOnlySpan<SectionHeader> Sections => _bytes.Span.TableAt<SectionHeader>(_sectionTable, _sectionCount);

    /// <summary>The number of rows in the symbol table, including auxiliary ones, because relocations count them.</summary>
    public int SymbolCount { get; }

    /// <summary>The symbol in a row. The next symbol follows after its auxiliary rows.</summary>
    public CoffSymbol Symbol(int index)
    {
        CheckIndex(index, SymbolCount);
        return IsBig ? SymbolOf(Rows<BigSymbolRecord>()[index]) : SymbolOf(Rows<CoffSymbolRecord>()[index]);
    }

    /// <summary>A section's bytes; none if it is uninitialized.</summary>
    public ReadOnlySpan<byte> Data(int section)
    {
        CheckIndex(section, _sectionCount);
        return Data(Bytes, Sections[section]);
    }

    /// <summary>The places in a section that depend on symbols.</summary>
    public ReadOnlySpan<CoffRelocation> Relocations(int section)
    {
        CheckIndex(section, _sectionCount);
        return Relocations(Bytes, Sections[section]);
    }

    /// <summary>The same for callers that walk many sections and already have the file's bytes.</summary>
    [MethodImpl(Hot.Part)]
    internal static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> bytes, in SectionHeader header) =>
        ReservesOnly(header) ? [] : bytes.Slice((int)header.PointerToRawData, (int)header.SizeOfRawData);

    [MethodImpl(Hot.Part)]
    internal static ReadOnlySpan<CoffRelocation> Relocations(ReadOnlySpan<byte> bytes, in SectionHeader header)
    {
        // If there are none, the offset may be anything.
        var (offset, count) = RelocationTable(bytes, header);
        return count == 0 ? [] : bytes.TableAt<CoffRelocation>((int)offset, (int)count);
    }

    /// <summary>The section definition after a section's symbol, and the number of its associated section, from 1.</summary>
    [MethodImpl(Hot.Path)]
    public (ComdatSelection Selection, int Parent) SectionDefinition(int symbol)
    {
        CheckIndex(symbol, SymbolCount - 1);
        var row = _bytes.Span.ReadAt<CoffSectionDefinition>(SymbolOffset(symbol + 1));
        return (row.Selection, row.Number | (_symbolSize == BigSymbolRecord.Size ? row.HighNumber << 16 : 0));
    }

    /// <summary>The auxiliary row after a weak external.</summary>
    public CoffWeakExternal WeakExternal(int symbol)
    {
        CheckIndex(symbol, SymbolCount - 1);
        return _bytes.Span.ReadAt<CoffWeakExternal>(SymbolOffset(symbol + 1));
    }

    /// <summary>The whole symbol table, in the form given by <see cref="IsBig"/>.</summary>
    internal ReadOnlySpan<TRow> Rows<TRow>() where TRow : unmanaged, ISymbolRow => _bytes.Span.TableAt<TRow>(_symbolTable, SymbolCount);

    /// <summary>The name of the file.</summary>
    public override string ToString() => Path;

    private static void CheckIndex(int index, int count, [CallerArgumentExpression(nameof(index))] string? name = null)
    {
        if ((uint)index >= (uint)Math.Max(0, count))
            throw new ArgumentOutOfRangeException(name, index, $"there are {count}");
    }

    private static CoffSymbol SymbolOf<TRow>(in TRow row) where TRow : unmanaged, ISymbolRow => row.Symbol;

    private int SymbolOffset(int index) => _symbolTable + index * _symbolSize;

    private static bool ReservesOnly(in SectionHeader header) =>
        (header.Characteristics & SectionTraits.UninitializedData) != 0 || header.PointerToRawData == 0;

    // With more than 65,534 relocations, the offset of the first row is the real count, including that row.
    [MethodImpl(Hot.Part)]
    private static (long Offset, long Count) RelocationTable(ReadOnlySpan<byte> bytes, in SectionHeader header)
    {
        long offset = header.PointerToRelocations;
        bool overflows = header.RelocationCount == ushort.MaxValue && (header.Characteristics & SectionTraits.RelocationOverflow) != 0;
        if (!overflows || offset + CoffRelocation.Size > bytes.Length)
            return (offset, header.RelocationCount);

        uint count = bytes.ReadAt<CoffRelocation>((int)offset).Offset;
        return (offset + CoffRelocation.Size, count - 1L);
    }
}
