using Bq2.Efi.Binary;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
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
                if (MeaningOf(meanings, relocation) is >= 0 and var index && !_symbols[index].IsDefined && index != _entry)
                    (referrers.TryGetValue(index, out var places) ? places : referrers[index] = []).Add((s, relocation.Offset));
            }
        }

        foreach (var (index, places) in referrers)
            _faults.Add(UndefinedFault(_symbols[index], places));
        foreach (string name in _includes.Where(name => !_symbols[Want(name)].IsDefined).Distinct())
            _faults.Add(new("LNK008", $"undefined symbol {name}, which an object asks to be included"));
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
        int nearest = -1;
        uint start = 0;
        for (int i = 0; i < holder.SymbolCount; i++)
        {
            var symbol = holder.Symbol(i);
            bool isBefore = symbol.SectionNumber == input.Index + 1 && symbol.Value <= offset && !symbol.IsSection;
            if (isBefore && (nearest < 0 || symbol.Value > start))
                (nearest, start) = (i, symbol.Value);
            i += symbol.AuxiliaryCount;
        }

        return nearest < 0
            ? $"{Text(holder.SectionName(input.Index))}+0x{offset:x}"
            : $"{Text(holder.SymbolName(nearest))}+0x{offset - start:x}";
    }
}
