using System.Buffers;
using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Inputs;

/// <summary>
/// Reads one object's tables into what the link knows of it. Nothing here looks at other objects, so several are read at once.
/// </summary>
internal readonly struct ObjectReader(CoffObject file, LinkedObject linked, SectionGroups groups)
{
    // Whatever an object asks for: between the rows of a table there may be no gaps.
    private const uint UnwindTableAlignment = 4;

    [MethodImpl(Hot.Path)]
    public void ReadSections(int number, Span<InputSection> sections)
    {
        var recent = new RecentGroups(groups, file);
        var headers = file.Sections;
        for (int i = 0; i < headers.Length; i++)
        {
            ref readonly var header = ref headers[i];
            var group = recent.Of(i, header);
            ref var section = ref sections[i];
            section.Object = number;
            section.Index = i;
            section.Length = header.SizeOfRawData;
            section.Alignment = group.IsUnwindTable ? UnwindTableAlignment : AlignmentOf(header);
            section.Traits = header.Characteristics;
            section.Group = group.Number;
            section.Parent = section.Leader = InputSection.None;
            section.Dropped = group.IsLeftOut || (header.Characteristics & (SectionTraits.LinkInfo | SectionTraits.LinkRemove)) != 0;
            if (group.IsAddressTable)
                linked.AddressTable = i;
            if ((header.Characteristics & SectionTraits.LinkInfo) != 0)
                linked.Directives.Add(i);
        }
    }

    // A section that asks for none gets 16, as with link.exe and lld.
    private static uint AlignmentOf(in SectionHeader header)
    {
        int power = (int)(header.Characteristics & SectionTraits.AlignMask) >> 20;
        return power == 0 ? 16 : 1u << power - 1;
    }

    [MethodImpl(Hot.Path)]
    public void ReadSymbols<TRow>(Span<InputSection> sections, ReadOnlySpan<TRow> rows) where TRow : unmanaged, ISymbolRow
    {
        var places = linked.Places;
        var bytes = file.Bytes;
        var externals = ArrayPool<External>.Shared.Rent(rows.Length);
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            var symbol = row.Symbol;
            places[i] = new(linked.SectionOf(symbol), symbol.Value);
            bool leads = symbol.SectionNumber > 0 && NoteComdat(ref sections[symbol.SectionNumber - 1], i, symbol);
            if (symbol.IsExternal)
            {
                var name = file.NameOf(i, row.PackedName);
                uint hash = NameHash.Of(bytes.Slice(name.Offset, name.Length));
                externals[count++] = new() { Row = i, Hash = hash, NamePlace = name, Kind = KindOf(symbol), IsLeader = leads };
            }

            for (int auxiliary = symbol.AuxiliaryCount; auxiliary > 0; auxiliary--)
                places[++i] = new(SymbolPlace.NoSymbol, 0);
        }

        linked.KeepExternals(externals.AsSpan(0, count));
        ArrayPool<External>.Shared.Return(externals);
    }

    private static ExternalKind KindOf(in CoffSymbol symbol)
    {
        if (symbol.Class == SymbolClass.WeakExternal)
            return ExternalKind.Weak;
        if (symbol.IsCommon)
            return ExternalKind.Common;
        return symbol.SectionNumber == 0 ? ExternalKind.Wanted : ExternalKind.Defined;
    }

    /// <summary>
    /// Of COMDAT sections with one name one stays. The row of the section itself says how to choose; the next row in the same
    /// section is the leader, whose name is what is compared. Answers whether this row is it.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private bool NoteComdat(ref InputSection section, int row, in CoffSymbol symbol)
    {
        if (!section.IsComdat || section.Leader != InputSection.None)
            return false;

        if (symbol.IsSection && section.Selection == ComdatSelection.None)
        {
            (section.Selection, int parent) = file.SectionDefinition(row);
            section.Rank = row + 1;
            if (section.Selection == ComdatSelection.Associative)
            {
                section.Parent = linked.FirstSection + parent - 1;
                section.Rank += file.SymbolCount;
                linked.Associated.Add(linked.FirstSection + symbol.SectionNumber - 1);
            }

            return false;
        }

        if (section.Selection is ComdatSelection.None or ComdatSelection.Associative)
            return false;
        section.Leader = row;
        section.Rank = row + 1;
        return true;
    }
}
