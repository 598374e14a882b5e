using System.Buffers;
using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Whatever an object asks for: between the rows of a table there may be no gaps.
    private const uint UnwindTableAlignment = 4;

    // The linker's own objects come late and bring a handful of sections; there is room for them without moving all the others.
    private const int SpareSections = 64;

    private readonly List<LinkedObject> _linked = [];
    private readonly SectionGroups _groups = new(options.Unwind);
    private InputSection[] _sections = [];
    private int _sectionCount;

    // Found by several threads in no order; they are put in that of the objects.
    private readonly List<FoundFault> _unordered = [];

    /// <summary>
    /// Takes in the objects from this one on. What can be done object by object, or name by name, is done by several threads
    /// at once; which sections stay is settled for all objects before symbols are defined, for a symbol in a section that
    /// goes is no definition.
    /// </summary>
    private void AddObjects(int first)
    {
        MakeRoom(first);
        Cores.For(_objects.Count - first, added => ReadObject(first + added));
        for (int number = first; number < _objects.Count; number++)
            ReadDirectives(number);

        Cores.For(SymbolTable.ShardCount, shard => Intern(first, shard));
        Cores.For(_objects.Count - first, added => DropWithParents(first + added));
        Cores.For(SymbolTable.ShardCount, shard => Define(first, shard));
        ReportUnordered();
    }

    private void MakeRoom(int first)
    {
        for (int number = first; number < _objects.Count; number++)
        {
            int sections = _objects[number].Sections.Length;
            _linked.Add(new(_sectionCount, sections, _objects[number].SymbolCount));
            _sectionCount += sections;
        }

        // Archives give their members in waves, so that who has had one is likely to see more.
        if (_sectionCount > _sections.Length)
            Array.Resize(ref _sections, _sectionCount + Math.Max(SpareSections, first == 0 ? 0 : _sectionCount / 2));
    }

    private void ReadObject(int number)
    {
        ReadSections(number);
        if (_objects[number].IsBig)
            ReadSymbols(number, _objects[number].Rows<BigSymbolRecord>());
        else
            ReadSymbols(number, _objects[number].Rows<CoffSymbolRecord>());
    }

    [MethodImpl(Hot.Path)]
    private void ReadSections(int number)
    {
        var linked = _linked[number];
        var groups = new RecentGroups(_groups, _objects[number]);
        var headers = _objects[number].Sections;
        var sections = _sections.AsSpan(linked.FirstSection, headers.Length);
        for (int i = 0; i < headers.Length; i++)
        {
            ref readonly var header = ref headers[i];
            var group = groups.Of(i, header);
            ref var section = ref sections[i];
            section.Object = number;
            section.Index = i;
            section.Length = header.SizeOfRawData;
            section.Alignment = group.IsUnwindTable ? UnwindTableAlignment : AlignmentOf(header);
            section.Traits = header.Characteristics;
            section.Group = group.Number;
            section.Parent = section.Leader = section.StandIn = InputSection.None;
            section.Dropped = group.IsLeftOut || (header.Characteristics & (SectionTraits.LinkInfo | SectionTraits.LinkRemove)) != 0;
            if (group.IsAddressTable)
                linked.AddressTable = i;
            if ((header.Characteristics & SectionTraits.LinkInfo) != 0)
                linked.Directives.Add(i);
        }
    }

    // No wish means 16, as link.exe and lld have it.
    private static uint AlignmentOf(in SectionHeader header)
    {
        int power = (int)(header.Characteristics & SectionTraits.AlignMask) >> 20;
        return power == 0 ? 16 : 1u << power - 1;
    }

    [MethodImpl(Hot.Path)]
    private void ReadSymbols<TRow>(int number, ReadOnlySpan<TRow> rows) where TRow : unmanaged, ISymbolRow
    {
        var added = _objects[number];
        var linked = _linked[number];
        var places = linked.Places;
        var bytes = added.Bytes;
        var externals = ArrayPool<External>.Shared.Rent(rows.Length);
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            var symbol = row.Symbol;
            places[i] = new(SectionOf(symbol, linked), symbol.Value);
            bool leads = symbol.SectionNumber > 0 && NoteComdat(added, linked, i, symbol);
            if (symbol.IsExternal)
            {
                var name = added.NameOf(i, row.PackedName);
                uint hash = SymbolTable.Hash(bytes.Slice(name.Offset, name.Length));
                externals[count++] = new() { Row = i, Hash = hash, NamePlace = name, Kind = KindOf(symbol), IsLeader = leads };
            }

            for (int auxiliary = symbol.AuxiliaryCount; auxiliary > 0; auxiliary--)
                places[++i] = new(SymbolPlace.NoSymbol, 0);
        }

        linked.KeepExternals(externals.AsSpan(0, count));
        ArrayPool<External>.Shared.Return(externals);
    }

    private static int SectionOf(in CoffSymbol symbol, LinkedObject holder) => symbol.SectionNumber switch
    {
        > 0 => holder.FirstSection + symbol.SectionNumber - 1,
        0 => SymbolPlace.Undefined,
        _ => SymbolPlace.Absolute,
    };

    private static ExternalKind KindOf(in CoffSymbol symbol)
    {
        if (symbol.Class == SymbolClass.WeakExternal)
            return ExternalKind.Weak;
        if (symbol.IsCommon)
            return ExternalKind.Common;
        return symbol.SectionNumber == 0 ? ExternalKind.Wanted : ExternalKind.Defined;
    }

    /// <summary>
    /// Of COMDAT sections with one name one stays. The row of the section itself says how to choose; the next row in the
    /// same section is the leader, whose name is what is compared. Answers whether this row is it.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private bool NoteComdat(CoffObject added, LinkedObject linked, int row, in CoffSymbol symbol)
    {
        ref var section = ref _sections[linked.FirstSection + symbol.SectionNumber - 1];
        if (!section.IsComdat || section.Leader != InputSection.None)
            return false;

        if (symbol.IsSection && section.Selection == ComdatSelection.None)
        {
            (section.Selection, int parent) = added.SectionDefinition(row);
            section.Rank = row + 1;
            if (section.Selection == ComdatSelection.Associative)
            {
                section.Parent = linked.FirstSection + parent - 1;
                section.Rank += added.SymbolCount;
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

    /// <summary>Finds each external name of a shard its place in the symbol table, and lets COMDAT sections of one name compete.</summary>
    [MethodImpl(Hot.Path)]
    private void Intern(int first, int shard)
    {
        int names = 0;
        for (int number = first; number < _objects.Count; number++)
            names += _linked[number].InShard(shard).Length;
        _symbols.MakeRoom(shard, names);

        for (int number = first; number < _objects.Count; number++)
        {
            var linked = _linked[number];
            var bytes = _objects[number].Bytes;
            foreach (ref var external in linked.InShard(shard))
            {
                external.Name = _symbols.FindOrAdd(bytes, number, external);
                if (external.IsLeader)
                    Compete(linked.Places[external.Row].Section, external.Name);
            }
        }
    }

    /// <summary>The section against the one that another object brought under the leader's name.</summary>
    [MethodImpl(Hot.Path)]
    private void Compete(int section, int name)
    {
        ref var leads = ref _symbols[name].Leads;
        ref var comes = ref _sections[section];
        if (comes.Selection > ComdatSelection.Largest)
            AddFault(comes.Object, section, EfiFaults.ComdatRule, $"{NameOfSymbol(comes.Object, comes.Leader)} is to be chosen by rule {(int)comes.Selection}, which no linker knows");
        if (leads == Definition.NoSection)
        {
            leads = section;
            return;
        }

        // Compilers disagree on which of these two goes with a vtable; link.exe and lld take the larger.
        ref var stays = ref _sections[leads];
        var rule = comes.Selection;
        if ((rule, stays.Selection) is (ComdatSelection.Any, ComdatSelection.Largest) or (ComdatSelection.Largest, ComdatSelection.Any))
            rule = stays.Selection = ComdatSelection.Largest;

        if (rule == ComdatSelection.Largest && comes.Length > stays.Length)
        {
            stays.Dropped = true;
            leads = section;
            return;
        }

        // Where no duplicates are allowed both stay, and the double definition is reported when symbols are defined.
        comes.Dropped |= rule != ComdatSelection.NoDuplicates;
        if (rule != stays.Selection || rule == ComdatSelection.SameSize && comes.Length != stays.Length
            || rule == ComdatSelection.ExactMatch && !DataOf(comes).SequenceEqual(DataOf(stays)))
        {
            AddFault(comes.Object, section, EfiFaults.ComdatMismatch,
                $"{CppName.Show(NameOfSymbol(comes.Object, comes.Leader))} is not the same here as in {_objects[stays.Object].Path}, and its rule is {rule}");
        }
    }

    private ReadOnlySpan<byte> DataOf(in InputSection section) => _objects[section.Object].Data(section.Index);

    private string NameOfSymbol(int number, int symbol) => Text(_objects[number].SymbolName(symbol));

    /// <summary>An associative section lives and dies with its parent, which may itself have one.</summary>
    [MethodImpl(Hot.Path)]
    private void DropWithParents(int number)
    {
        foreach (int section in _linked[number].Associated)
        {
            int root = RootOf(number, section);
            if (root != section)
                _sections[section].Dropped |= _sections[root].Dropped;
        }
    }

    /// <summary>The section at the end of a chain of parents. All on the way become its children, so that no chain is walked twice.</summary>
    [MethodImpl(Hot.Path)]
    private int RootOf(int number, int section)
    {
        var linked = _linked[number];
        int root = section;
        for (int steps = 0; _sections[root].Parent != InputSection.None; steps++)
        {
            int parent = _sections[root].Parent;
            if (parent >= linked.FirstSection && parent < linked.EndSection && steps < linked.EndSection - linked.FirstSection)
            {
                root = parent;
                continue;
            }

            AddFault(number, section, EfiFaults.AssociativeCircle, $"section {_sections[section].Index + 1} goes with others that lead to no section of their own");
            _sections[root].Parent = InputSection.None;
        }

        for (int child = section; child != root;)
            (child, _sections[child].Parent) = (_sections[child].Parent, root);
        return root;
    }

    private void AddFault(int number, int order, FaultCode code, string message) => AddFault(number, order, code, () => message);

    // The words are found only for the faults that are shown: they may take a walk through an object's symbols.
    private void AddFault(int number, int order, FaultCode code, Func<string> message)
    {
        lock (_unordered)
            _unordered.Add(new(number, order, code, message));
    }

    private void ReportUnordered()
    {
        if (_unordered.Count == 0)
            return;

        var inOrder = _unordered.OrderBy(found => found.Object).ThenBy(found => found.Order).ThenBy(found => found.Kind.Code, StringComparer.Ordinal).ToList();
        foreach (var found in inOrder.Take(GreatestFaults))
            _faults.Add(new(found.Kind, found.Message()) { Path = _objects[found.Object].Path });
        if (inOrder.Count > GreatestFaults)
            _faults.Add(new(EfiFaults.MoreFaults, "there are more faults than are shown, the first of them here") { Path = _objects[inOrder[GreatestFaults].Object].Path });
        _unordered.Clear();
    }

    private sealed record FoundFault(int Object, int Order, FaultCode Kind, Func<string> Message);
}
