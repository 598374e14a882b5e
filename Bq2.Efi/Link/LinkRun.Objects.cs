using System.Runtime.InteropServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly List<int> _firstSections = [];   // by object: the number of its first section
    private readonly SymbolTable _leaders = new();    // of COMDAT sections, by name: the section that stays

    private Span<InputSection> Sections => CollectionsMarshal.AsSpan(_sections);

    /// <summary>
    /// Takes in the objects from this one on. Which sections stay is settled for all of them before their symbols are
    /// defined: a symbol in a section that goes is no definition.
    /// </summary>
    private void AddObjects(int first)
    {
        int firstSection = _sections.Count;
        for (int number = first; number < _objects.Count; number++)
        {
            _symbols.Add(_objects[number]);
            _leaders.Add(_objects[number]);
            _firstSections.Add(_sections.Count);
            AddSections(_objects[number], number);
            ReadDirectives(_objects[number]);
            ChooseComdats(_objects[number], number);
        }

        DropWithParents();
        for (int number = first; number < _objects.Count; number++)
            DefineSymbols(_objects[number], number);
    }

    private void AddSections(CoffObject added, int number)
    {
        var headers = added.Sections;
        for (int i = 0; i < headers.Length; i++)
        {
            _sections.Add(new()
            {
                Object = number,
                Index = i,
                Length = headers[i].SizeOfRawData,
                Alignment = AlignmentOf(headers[i]),
                Traits = headers[i].Characteristics,
                Parent = InputSection.NoParent,
                Dropped = IsNotForTheImage(headers[i], added.SectionName(i)),
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
    /// Of COMDAT sections with one name one stays. The row of the section itself says how to choose; the next row in the
    /// same section is the leader, whose name is what is compared.
    /// </summary>
    private void ChooseComdats(CoffObject added, int number)
    {
        int first = _firstSections[number];
        var sections = Sections[first..];
        var hasLeader = new bool[sections.Length];
        for (int i = 0; i < added.SymbolCount; i++)
        {
            var symbol = added.Symbol(i);
            int section = symbol.SectionNumber - 1;
            if (section >= 0 && sections[section].IsComdat)
            {
                if (symbol.IsSection && sections[section].Selection == ComdatSelection.None)
                {
                    ReadSelection(added, i, first, ref sections[section]);
                    sections[section].Place = i + 1;
                }
                else if (!hasLeader[section] && sections[section].Selection is not (ComdatSelection.None or ComdatSelection.Associative))
                {
                    hasLeader[section] = true;
                    sections[section].Place = i + 1;
                    if (symbol.Class == SymbolClass.External)
                        Compete(number, i, first + section);
                }
            }

            i += symbol.AuxiliaryCount;
        }
    }

    private void ReadSelection(CoffObject added, int symbol, int firstSection, ref InputSection section)
    {
        (section.Selection, int parent) = added.SectionDefinition(symbol);
        if (section.Selection is > ComdatSelection.Largest)
        {
            _faults.Add(new("LNK003", $"{Text(added.SectionName(section.Index))} is to be chosen by rule {(int)section.Selection}, which no linker knows") { Path = added.Path });
            section.Selection = ComdatSelection.Any;
        }

        if (section.Selection != ComdatSelection.Associative)
            return;
        section.Parent = firstSection + parent - 1;
        if (parent < 1 || parent > added.Sections.Length)
        {
            _faults.Add(new("LNK004", $"section {section.Index + 1} goes with section {parent}, the file has {added.Sections.Length}") { Path = added.Path });
            section.Parent = InputSection.NoParent;
        }
    }

    /// <summary>The section against the one that another object brought under the leader's name.</summary>
    private void Compete(int number, int leader, int section)
    {
        var asked = new Definition { Object = number, Symbol = leader, Section = section };
        ref var known = ref _leaders[_leaders.FindOrAdd(asked)];
        if (known.Section == section)
            return;

        ref var stays = ref Sections[known.Section];
        ref var comes = ref Sections[section];
        var rule = comes.Selection;

        // Compilers disagree on which of these two goes with a vtable; link.exe and lld take the larger.
        if ((rule, stays.Selection) is (ComdatSelection.Any, ComdatSelection.Largest) or (ComdatSelection.Largest, ComdatSelection.Any))
            rule = stays.Selection = ComdatSelection.Largest;

        if (rule == ComdatSelection.Largest && comes.Length > stays.Length)
        {
            (stays.Dropped, known) = (true, asked);
            return;
        }

        // Where no duplicates are allowed both stay, and the double definition is reported when symbols are defined.
        comes.Dropped |= rule != ComdatSelection.NoDuplicates;
        if (rule != stays.Selection || rule == ComdatSelection.SameSize && comes.Length != stays.Length
            || rule == ComdatSelection.ExactMatch && !DataOf(comes).SequenceEqual(DataOf(stays)))
        {
            _faults.Add(new("LNK017", $"{Text(_leaders.Name(asked))} is not the same here as in {_objects[stays.Object].Path}, and its rule is {rule}") { Path = _objects[number].Path });
        }
    }

    private ReadOnlySpan<byte> DataOf(in InputSection section) => _objects[section.Object].Data(section.Index);

    /// <summary>An associative section lives and dies with its parent, which may itself have one.</summary>
    private void DropWithParents()
    {
        var sections = Sections;
        for (int i = 0; i < sections.Length; i++)
        {
            int parent = i, steps = 0;
            while (sections[parent].Parent != InputSection.NoParent && steps++ < sections.Length)
                parent = sections[parent].Parent;
            if (sections[parent].Parent != InputSection.NoParent)
            {
                _faults.Add(new("LNK004", $"section {sections[i].Index + 1} goes with one that goes with it again") { Path = _objects[sections[i].Object].Path });
                sections[i].Parent = InputSection.NoParent;
            }

            sections[i].Dropped |= sections[parent].Dropped;
        }
    }
}
