using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly Dictionary<int, PlaceNames> _placeNames = [];

    /// <summary>Each undefined symbol that something in the image refers to, with the places that do.</summary>
    private void FindUndefined()
    {
        foreach (string name in _includes.Where(name => !_symbols[Want(name)].IsDefined).Distinct().Take(GreatestFaults))
            _faults.Add(new(EfiFaults.UndefinedSymbol, $"undefined symbol {name}, which the object asks to be included") { Path = _includedBy[name] });
        if (!_hasUndefined)
            return;

        var referrers = new List<(int Symbol, int Section, uint Offset)>();
        Cores.For(_objects.Count, number =>
        {
            foreach (int s in LiveSectionsOf(number))
            {
                foreach (var relocation in _objects[number].Relocations(_sections[s].Index))
                {
                    bool isDefined = _linked[number].PlaceOf(relocation).Section != SymbolPlace.Undefined;
                    if (!isDefined && _linked[number].NameOf((int)relocation.SymbolIndex) is >= 0 and var index && index != _entry)
                    {
                        lock (referrers)
                            referrers.Add((index, s, relocation.Offset));
                    }
                }
            }
        });

        var bySymbol = referrers.GroupBy(found => found.Symbol, found => (found.Section, found.Offset)).Select(group => (group.Key, Places: group.Order().ToList()));
        var inOrder = bySymbol.OrderBy(group => group.Places[0]).ThenBy(group => _symbols[group.Key].Row).ToList();
        foreach (var (symbol, places) in inOrder.Take(GreatestFaults))
            _faults.Add(UndefinedFault(_symbols[symbol], places));
        WarnOfUnused([.. inOrder.Select(group => group.Key)]);
        if (inOrder.Count > GreatestFaults)
        {
            string path = _objects[_sections[inOrder[GreatestFaults].Places[0].Section].Object].Path;
            _faults.Add(new(EfiFaults.UndefinedSymbol, $"{inOrder.Count - GreatestFaults:N0} more symbols are undefined, the first of them here") { Path = path });
        }
    }

    // lld and link.exe refuse these. No program can tell what is never used, and ilc's objects may name helpers for methods that go.
    private void WarnOfUnused(HashSet<int> used)
    {
        // What an object defines in a section that is left out is not missing.
        var unused = _symbols.Indices.Where(index => index != _entry && !used.Contains(index)).Select(index => _symbols[index])
            .Where(known => !known.IsDefined && _objects[known.Object].Symbol(known.Row).SectionNumber == 0);
        foreach (var known in unused.OrderBy(known => known.Object).ThenBy(known => known.Row).Take(GreatestFaults))
            _warnings.Add(new(EfiFaults.UnusedUndefined, $"undefined symbol {CppName.Show(Text(_symbols.Name(known)))}: nothing in the image refers to it") { Path = _objects[known.Object].Path });
    }

    private IEnumerable<int> LiveSectionsOf(int number)
    {
        for (int s = _linked[number].FirstSection; s < _linked[number].EndSection; s++)
        {
            if (!_sections[s].Dropped)
                yield return s;
        }
    }

    private Fault UndefinedFault(in Definition missing, List<(int Section, uint Offset)> places)
    {
        const int Shown = 3;
        var named = places.Take(Shown).Select(place => PlaceName(place.Section, place.Offset)).Distinct();
        string rest = places.Count > Shown ? $" and {places.Count - Shown} more" : "";
        return new(EfiFaults.UndefinedSymbol, $"undefined symbol {CppName.Show(Text(_symbols.Name(missing)))}, wanted by {string.Join(", ", named)}{rest}")
        {
            Path = _objects[_sections[places[0].Section].Object].Path,
            Hint = RuntimeSymbols.Explain(Text(_symbols.Name(missing))),
        };
    }

    private string PlaceName(int section, uint offset)
    {
        int number = _sections[section].Object;
        if (!_placeNames.TryGetValue(number, out var names))
            _placeNames.Add(number, names = new(_objects[number]));
        return names.NameOf(_sections[section].Index, offset);
    }
}
