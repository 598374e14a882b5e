using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly List<int[]> _definitions = [];   // by object: which definition each of its symbols means
    private readonly List<int> _firstSections = [];   // by object: the number of its first section
    private int _entry;

    private void AddObject(CoffObject added)
    {
        int number = _symbols.Add(added);
        _firstSections.Add(_sections.Count);
        AddSections(added, number);
        ChooseComdats(added, number);
        DefineSymbols(added, number);
    }

    private void AddSections(CoffObject added, int number)
    {
        for (int i = 0; i < added.Sections.Length; i++)
        {
            var header = added.Sections[i];
            _sections.Add(new()
            {
                Object = number,
                Index = i,
                Length = header.SizeOfRawData,
                Alignment = AlignmentOf(header),
                Traits = header.Characteristics,
                Dropped = IsNotForTheImage(header, added.SectionName(i)),
            });
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
    /// Of COMDAT sections with one name the first stays. The row of the section itself says how to choose; the next
    /// row in the same section is the leader, whose name is what is compared.
    /// </summary>
    private void ChooseComdats(CoffObject added, int number)
    {
        var sections = CollectionsMarshal.AsSpan(_sections)[_firstSections[number]..];
        var rules = new CoffSectionDefinition[sections.Length];
        var symbols = added.Symbols;
        for (int i = 0; i < symbols.Length; i += 1 + symbols[i].AuxiliaryCount)
        {
            var symbol = symbols[i];
            if (symbol.SectionNumber <= 0 || !sections[symbol.SectionNumber - 1].Traits.HasFlag(SectionTraits.LinkComdat))
                continue;

            int section = symbol.SectionNumber - 1;
            if (symbol.IsSection)
                rules[section] = added.SectionDefinition(i);
            else if (rules[section].Selection is not (ComdatSelection.None or ComdatSelection.Associative))
                sections[section].Dropped |= IsSpare(added, number, i, ref rules[section]);
        }

        DropWithParents(added, sections, rules);
    }

    private bool IsSpare(CoffObject added, int number, int leader, ref CoffSectionDefinition rule)
    {
        var selection = rule.Selection;
        rule.Selection = ComdatSelection.None;   // the leader has been seen
        if (selection is not (ComdatSelection.Any or ComdatSelection.NoDuplicates))
        {
            _faults.Add(new("LNK003", $"{Text(added.SymbolName(leader))} is to be chosen by {selection}, which is not supported yet") { Path = added.Path });
            return false;
        }

        // Of two that allow no duplicates both stay, and the double definition is reported where symbols are defined.
        if (selection == ComdatSelection.NoDuplicates || added.Symbols[leader].Class != SymbolClass.External)
            return false;
        int known = _symbols.Find(added.SymbolName(leader));
        return known >= 0 && _symbols[known].IsDefined;
    }

    // An associative section lives and dies with its parent, which may itself have one.
    private void DropWithParents(CoffObject added, Span<InputSection> sections, CoffSectionDefinition[] rules)
    {
        for (int i = 0; i < rules.Length; i++)
        {
            int parent = i, steps = 0;
            while (rules[parent].Selection == ComdatSelection.Associative && steps++ <= rules.Length)
            {
                parent = rules[parent].Number - 1;
                if (parent < 0 || parent >= rules.Length || steps > rules.Length)
                {
                    _faults.Add(new("LNK004", $"section {i + 1} goes with section {rules[i].Number}, which leads to no section of its own") { Path = added.Path });
                    return;
                }
            }

            sections[i].Dropped |= sections[parent].Dropped;
        }
    }

    private void DefineSymbols(CoffObject added, int number)
    {
        var symbols = added.Symbols;
        var meanings = new int[symbols.Length];
        Array.Fill(meanings, -1);
        _definitions.Add(meanings);
        for (int i = 0; i < symbols.Length; i += 1 + symbols[i].AuxiliaryCount)
        {
            var symbol = symbols[i];
            var definition = new Definition { Object = number, Symbol = i, Section = SectionOf(symbol, number), Value = symbol.Value };
            meanings[i] = symbol.Class switch
            {
                SymbolClass.External when symbol.IsCommon => Refuse(added, i, "a common symbol", "compile with -fno-common"),
                SymbolClass.External => Define(definition),
                SymbolClass.WeakExternal => Refuse(added, i, "a weak external", "weak externals are not resolved yet; define it outright"),
                _ => _symbols.AddLocal(definition),
            };
        }
    }

    private int SectionOf(in CoffSymbol symbol, int number) => symbol.SectionNumber switch
    {
        > 0 => _firstSections[number] + symbol.SectionNumber - 1,
        0 => Definition.Undefined,
        _ => Definition.Absolute,
    };

    private int Refuse(CoffObject added, int symbol, string what, string hint)
    {
        _faults.Add(new("LNK005", $"{Text(added.SymbolName(symbol))} is {what}") { Path = added.Path, Hint = hint });
        return -1;
    }

    private int Define(in Definition definition)
    {
        bool defines = definition.Section == Definition.Absolute
            || definition.IsDefined && !CollectionsMarshal.AsSpan(_sections)[definition.Section].Dropped;
        var asked = defines ? definition : definition with { Section = Definition.Undefined, Value = 0 };
        int index = _symbols.FindOrAdd(asked);
        ref var known = ref _symbols[index];
        bool isThis = known.Object == definition.Object && known.Symbol == definition.Symbol;
        if (!defines || isThis)
            return index;

        if (!known.IsDefined)
            known = definition;
        else
            _faults.Add(new("LNK006", $"{Text(_symbols.Name(definition))} is defined here and in {_objects[known.Object].Path}") { Path = _objects[definition.Object].Path });
        return index;
    }

    private void SupplyRuntimeSymbols()
    {
        var missing = RuntimeSymbols.For(Machine).Where(part => IsMissing(part.Name)).ToList();
        if (missing.Count == 0)
            return;

        var supplied = RuntimeSymbols.MakeObject(Machine, missing);
        _objects.Add(supplied);
        AddObject(supplied);

        bool IsMissing(string name)
        {
            int index = _symbols.Find(Encoding.ASCII.GetBytes(name));
            return index >= 0 && !_symbols[index].IsDefined;
        }
    }

    private void FindEntry()
    {
        _entry = _symbols.Find(Encoding.UTF8.GetBytes(options.Entry));
        if (_entry < 0 || _symbols[_entry].Section < 0)
        {
            _faults.Add(new("LNK007", $"no object defines the entry point {options.Entry}")
            {
                Hint = $"""mark a static method with [UnmanagedCallersOnly(EntryPoint = "{options.Entry}")], or name another by --entry""",
            });
            return;
        }

        var home = _sections[_symbols[_entry].Section];
        if (home.Dropped || !home.Traits.HasFlag(SectionTraits.Execute) || _symbols[_entry].Value >= home.Length)
            _faults.Add(new("LNK016", $"the entry point {options.Entry} lies in no code of the image") { Path = _objects[home.Object].Path });
    }

    /// <summary>Each undefined symbol that something in the image refers to, with the places that do.</summary>
    private void FindUndefined()
    {
        var referrers = new SortedDictionary<int, List<(int Section, uint Offset)>>();
        for (int s = 0; s < _sections.Count; s++)
        {
            if (_sections[s].Dropped)
                continue;

            var meanings = _definitions[_sections[s].Object];
            foreach (var relocation in _objects[_sections[s].Object].Relocations(_sections[s].Index))
            {
                if (MeaningOf(meanings, relocation) is >= 0 and var index && !_symbols[index].IsDefined)
                    (referrers.TryGetValue(index, out var places) ? places : referrers[index] = []).Add((s, relocation.Offset));
            }
        }

        foreach (var (index, places) in referrers)
            _faults.Add(UndefinedFault(_symbols[index], places));
    }

    // -1 for a row that is no symbol, which Relocate reports with its place.
    private static int MeaningOf(int[] meanings, in CoffRelocation relocation) =>
        relocation.SymbolIndex < meanings.Length ? meanings[relocation.SymbolIndex] : -1;

    private Fault UndefinedFault(in Definition missing, List<(int Section, uint Offset)> places)
    {
        const int Shown = 3;
        var named = places.Take(Shown).Select(place => PlaceName(place.Section, place.Offset)).Distinct();
        string rest = places.Count > Shown ? $" and {places.Count - Shown} more" : "";
        return new("LNK008", $"undefined symbol {Text(_symbols.Name(missing))}, wanted by {string.Join(", ", named)}{rest}")
        {
            Path = _objects[_sections[places[0].Section].Object].Path,
            Hint = RuntimeSymbols.Explain(Text(_symbols.Name(missing))),
        };
    }

    /// <summary>A place in a section as a person knows it: the nearest symbol before it, and how far behind.</summary>
    private string PlaceName(int section, uint offset)
    {
        var input = _sections[section];
        var holder = _objects[input.Object];
        var symbols = holder.Symbols;
        int nearest = -1;
        for (int i = 0; i < symbols.Length; i += 1 + symbols[i].AuxiliaryCount)
        {
            if (symbols[i].SectionNumber == input.Index + 1 && symbols[i].Value <= offset && !symbols[i].IsSection
                && (nearest < 0 || symbols[i].Value > symbols[nearest].Value))
                nearest = i;
        }

        return nearest < 0
            ? $"{Text(holder.SectionName(input.Index))}+0x{offset:x}"
            : $"{Text(holder.SymbolName(nearest))}+0x{offset - symbols[nearest].Value:x}";
    }
}
