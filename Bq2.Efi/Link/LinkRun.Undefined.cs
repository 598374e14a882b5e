using System.Collections.Concurrent;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly ConcurrentDictionary<int, PlaceNames> _placeNames = [];

    /// <summary>Each undefined symbol that something in the image refers to, with the places that do.</summary>
    private void FindUndefined()
    {
        foreach (string name in _includes.Where(name => !_symbols[Want(name)].IsDefined).Distinct())
            _faults.Add(new("LNK008", $"undefined symbol {name}, which the object asks to be included") { Path = _includedBy[name] });
        if (_symbols.Indices.All(index => _symbols[index].IsDefined || index == _entry))
            return;

        var referrers = new ConcurrentBag<(int Symbol, int Section, uint Offset)>();
        Parallel.For(0, _objects.Count, number =>
        {
            foreach (int s in LiveSectionsOf(number))
            {
                foreach (var relocation in _objects[number].Relocations(_sections[s].Index))
                {
                    if (_linked[number].MeaningOf(relocation) is >= 0 and var index && !_symbols[index].IsDefined && index != _entry)
                        referrers.Add((index, s, relocation.Offset));
                }
            }
        });

        var bySymbol = referrers.GroupBy(found => found.Symbol, found => (found.Section, found.Offset)).Select(group => (group.Key, Places: group.Order().ToList()));
        foreach (var (symbol, places) in bySymbol.OrderBy(group => group.Places[0]).ThenBy(group => _symbols[group.Key].Symbol))
            _faults.Add(UndefinedFault(_symbols[symbol], places));
    }

    private IEnumerable<int> LiveSectionsOf(int number)
    {
        int first = _linked[number].FirstSection, count = _objects[number].Sections.Length;
        for (int s = first; s < first + count; s++)
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
        return new("LNK008", $"undefined symbol {Text(_symbols.Name(missing))}, wanted by {string.Join(", ", named)}{rest}")
        {
            Path = _objects[_sections[places[0].Section].Object].Path,
            Hint = RuntimeSymbols.Explain(Text(_symbols.Name(missing))),
        };
    }

    private string PlaceName(int section, uint offset) => _placeNames
        .GetOrAdd(_sections[section].Object, number => new(_objects[number])).NameOf(_sections[section].Index, offset);

    /// <summary>Where a relocation leads: the section, after folding, or one of <see cref="Definition"/>'s constants, and the offset in it.</summary>
    private (int Section, uint Value) TargetOf(int number, in CoffRelocation relocation, out bool isSymbol)
    {
        int meaning = _linked[number].MeaningOf(relocation);
        isSymbol = meaning != LinkedObject.NoSymbol;
        if (meaning >= 0)
            return (Staying(_symbols[meaning].Section), _symbols[meaning].Value);
        if (!isSymbol)
            return (Definition.Undefined, 0);

        var symbol = _objects[number].Symbol((int)relocation.SymbolIndex);
        return (Staying(SectionOf(symbol, _linked[number])), symbol.Value);
    }
}
