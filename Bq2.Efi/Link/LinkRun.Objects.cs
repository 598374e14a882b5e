using System.Collections.Concurrent;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly List<LinkedObject> _linked = [];
    private InputSection[] _sections = [];

    // Found by several threads in no order; they are put in that of the objects.
    private readonly ConcurrentBag<(int Object, int Order, Fault Fault)> _unordered = [];

    /// <summary>
    /// Takes in the objects from this one on. What can be done object by object, or name by name, is done by several threads
    /// at once; which sections stay is settled for all objects before symbols are defined, for a symbol in a section that
    /// goes is no definition.
    /// </summary>
    private void AddObjects(int first)
    {
        MakeRoom(first);
        for (int number = first; number < _objects.Count; number++)
            ReadDirectives(_objects[number]);

        Parallel.For(first, _objects.Count, ReadObject);
        ForEachShard(shard => ForEachExternal(first, shard, Intern));
        ForEachShard(shard => ForEachComdat(first, shard, Compete));
        DropWithParents();
        ForEachShard(shard => ForEachExternal(first, shard, Define));
        ReportUnordered();
    }

    private void MakeRoom(int first)
    {
        int sections = _sections.Length;
        for (int number = first; number < _objects.Count; number++)
        {
            _linked.Add(new(sections, _objects[number].SymbolCount));
            sections += _objects[number].Sections.Length;
        }

        Array.Resize(ref _sections, sections);
    }

    private static void ForEachShard(Action<int> act) => Parallel.For(0, SymbolTable.ShardCount, act);

    private void ForEachExternal(int first, int shard, Action<int, int, uint> act)
    {
        for (int number = first; number < _objects.Count; number++)
        {
            foreach (var (symbol, hash) in _linked[number].Externals)
            {
                if (SymbolTable.ShardOf(hash) == shard)
                    act(number, symbol, hash);
            }
        }
    }

    private void ReadObject(int number)
    {
        var added = _objects[number];
        var linked = _linked[number];
        AddSections(added, number, _sections.AsSpan(linked.FirstSection, added.Sections.Length));

        var externals = new List<(int, uint)>(added.SymbolCount / 4);
        linked.Meanings.AsSpan().Fill(LinkedObject.NoSymbol);
        for (int i = 0; i < added.SymbolCount; i++)
        {
            var symbol = added.Symbol(i);
            linked.Meanings[i] = LinkedObject.Local;
            if (symbol.Class is SymbolClass.External or SymbolClass.WeakExternal)
                externals.Add((i, SymbolTable.Hash(added.SymbolName(i))));
            if (symbol.SectionNumber > 0)
                NoteComdat(added, linked, i, symbol);
            i += symbol.AuxiliaryCount;
        }

        linked.Externals = [.. externals];
    }

    private void AddSections(CoffObject added, int number, Span<InputSection> sections)
    {
        var headers = added.Sections;
        for (int i = 0; i < headers.Length; i++)
        {
            sections[i] = new()
            {
                Object = number,
                Index = i,
                Length = headers[i].SizeOfRawData,
                Alignment = AlignmentOf(headers[i]),
                Traits = headers[i].Characteristics,
                Parent = InputSection.None,
                Leader = InputSection.None,
                Dropped = IsNotForTheImage(headers[i], added.SectionName(i)),
            };
        }
    }

    // No wish means 16, as link.exe and lld have it.
    private static uint AlignmentOf(in SectionHeader header)
    {
        int power = (int)(header.Characteristics & SectionTraits.AlignMask) >> 20;
        return power == 0 ? 16 : 1u << power - 1;
    }

    private bool IsNotForTheImage(in SectionHeader header, ReadOnlySpan<byte> name) =>
        (header.Characteristics & (SectionTraits.LinkInfo | SectionTraits.LinkRemove)) != 0
        || name.StartsWith(".debug"u8)
        || name.SequenceEqual(".llvm_addrsig"u8)
        || !options.Unwind && (name.StartsWith(".pdata"u8) || name.StartsWith(".xdata"u8));

    /// <summary>
    /// Of COMDAT sections with one name one stays. The row of the section itself says how to choose; the next row in the
    /// same section is the leader, whose name is what is compared.
    /// </summary>
    private void NoteComdat(CoffObject added, LinkedObject linked, int row, in CoffSymbol symbol)
    {
        ref var section = ref _sections[linked.FirstSection + symbol.SectionNumber - 1];
        if (!section.IsComdat || section.Leader != InputSection.None)
            return;

        if (symbol.IsSection && section.Selection == ComdatSelection.None)
        {
            (section.Selection, int parent) = added.SectionDefinition(row);
            section.Place = row + 1;
            if (section.Selection == ComdatSelection.Associative)
            {
                section.Parent = linked.FirstSection + parent - 1;
                section.Place += added.SymbolCount;
            }
        }
        else if (section.Selection is not (ComdatSelection.None or ComdatSelection.Associative))
        {
            section.Leader = row;
            section.Place = row + 1;
        }
    }

    private void Intern(int number, int symbol, uint hash) => _linked[number].Meanings[symbol] = _symbols.FindOrAdd(hash, number, symbol);

    private void ForEachComdat(int first, int shard, Action<int, int> act)
    {
        if (first == _objects.Count)
            return;
        for (int s = _linked[first].FirstSection; s < _sections.Length; s++)
        {
            ref var section = ref _sections[s];
            if (section.Leader == InputSection.None)
                continue;
            int name = _linked[section.Object].Meanings[section.Leader];
            if (name >= 0 && (name & SymbolTable.ShardCount - 1) == shard)
                act(s, name);
        }
    }

    /// <summary>The section against the one that another object brought under the leader's name.</summary>
    private void Compete(int section, int name)
    {
        ref var leads = ref _symbols[name].Leads;
        ref var comes = ref _sections[section];
        if (comes.Selection > ComdatSelection.Largest)
            AddFault(comes.Object, section, "LNK003", $"{NameOfSymbol(comes.Object, comes.Leader)} is to be chosen by rule {(int)comes.Selection}, which no linker knows");
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
            AddFault(comes.Object, section, "LNK017",
                $"{NameOfSymbol(comes.Object, comes.Leader)} is not the same here as in {_objects[stays.Object].Path}, and its rule is {rule}");
        }
    }

    private ReadOnlySpan<byte> DataOf(in InputSection section) => _objects[section.Object].Data(section.Index);

    private string NameOfSymbol(int number, int symbol) => Text(_objects[number].SymbolName(symbol));

    /// <summary>An associative section lives and dies with its parent, which may itself have one.</summary>
    private void DropWithParents()
    {
        for (int i = 0; i < _sections.Length; i++)
        {
            if (_sections[i].Parent == InputSection.None)
                continue;
            int root = RootOf(i);
            if (root == InputSection.None)
                _sections[i].Parent = InputSection.None;
            else
                _sections[i].Dropped |= _sections[root].Dropped;
        }
    }

    private int RootOf(int section)
    {
        int number = _sections[section].Object, first = _linked[number].FirstSection, last = first + _objects[number].Sections.Length;
        int parent = section;
        for (int steps = 0; _sections[parent].Parent != InputSection.None; steps++)
        {
            parent = _sections[parent].Parent;
            if (parent >= first && parent < last && steps < last - first)
                continue;
            AddFault(number, section, "LNK004", $"section {_sections[section].Index + 1} goes with others that lead to no section of their own");
            return InputSection.None;
        }

        // Whoever comes this way again, by another child, finds the end at once.
        for (int next; section != parent; section = next)
            (next, _sections[section].Parent) = (_sections[section].Parent, parent);
        return parent;
    }

    private void AddFault(int number, int order, string code, string message) =>
        _unordered.Add((number, order, new(code, message) { Path = _objects[number].Path }));

    private void ReportUnordered()
    {
        _faults.AddRange(_unordered.OrderBy(found => found.Object).ThenBy(found => found.Order).ThenBy(found => found.Fault.Code, StringComparer.Ordinal).Select(found => found.Fault));
        _unordered.Clear();
    }
}
