using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>The names that nothing defines and the image needs, with the places that do.</summary>
internal static class UndefinedSymbols
{
    public static void Report(Resolved resolved, Selection selection, LinkFaults faults)
    {
        ReportIncludes(resolved, faults);
        if (!resolved.HasUndefined)
            return;

        var references = new List<Reference>();
        Cores.For(resolved.Files.Length, number =>
        {
            var found = ReferencesOf(number, resolved, selection);
            lock (references)
                references.AddRange(found);
        });

        var inOrder = references.GroupBy(found => found.Symbol)
            .Select(group => (Symbol: group.Key, Places: group.OrderBy(found => found.Section).ThenBy(found => found.Offset).ToList()))
            .OrderBy(group => group.Places[0].Section).ThenBy(group => group.Places[0].Offset).ThenBy(
                group => resolved.Symbols[group.Symbol].Row).ToList();
        foreach (var (symbol, places) in inOrder.Take(LinkFaults.MaxShown))
            faults.Add(FaultOf(resolved, resolved.Symbols[symbol], places));
        WarnOfUnused(resolved, [.. inOrder.Select(group => group.Symbol)], faults);
        if (inOrder.Count > LinkFaults.MaxShown)
        {
            string path = resolved.PathOf(inOrder[LinkFaults.MaxShown].Places[0].Section);
            string more = $"{inOrder.Count - LinkFaults.MaxShown:N0} more symbols are undefined, the first of them here";
            faults.Add(new(EfiFaults.UndefinedSymbol, more) { Path = path });
        }
    }

    private static void ReportIncludes(Resolved resolved, LinkFaults faults)
    {
        var undefined = resolved.Requests.Includes.Where(name => !resolved.Symbols[resolved.Symbols.Find(name)].IsDefined).Distinct();
        foreach (string name in undefined.Take(LinkFaults.MaxShown))
        {
            faults.Add(new(EfiFaults.UndefinedSymbol, $"undefined symbol {name}, which the object asks to be included")
            {
                Path = resolved.Requests.IncludedBy(name),
            });
        }
    }

    [MethodImpl(Hot.Path)]
    private static List<Reference> ReferencesOf(int number, Resolved resolved, Selection selection)
    {
        var found = new List<Reference>();
        var linked = resolved.Linked[number];
        for (int s = linked.FirstSection; s < linked.EndSection; s++)
        {
            if (!selection.Has(s))
                continue;
            foreach (ref readonly var relocation in resolved.Files[number].Relocations(resolved.Sections[s].Index))
            {
                bool isUndefined = linked.PlaceOf(relocation).Section == SymbolPlace.Undefined;
                if (isUndefined && linked.NameOf((int)relocation.SymbolIndex) is >= 0 and var index && index != resolved.Entry)
                    found.Add(new(index, s, relocation.Offset));
            }
        }

        return found;
    }

    // lld and link.exe refuse these. No program can tell what is never used, and ilc's objects may name helpers for methods that go.
    private static void WarnOfUnused(Resolved resolved, HashSet<int> used, LinkFaults faults)
    {
        var symbols = resolved.Symbols;

        // What an object defines in a section that is left out is not missing.
        var unused = symbols.Indices.Where(index => index != resolved.Entry && !used.Contains(index)).Select(index => symbols[index])
            .Where(known => !known.IsDefined && resolved.Files[known.Object].Symbol(known.Row).SectionNumber == 0);
        foreach (var known in unused.OrderBy(known => known.Object).ThenBy(known => known.Row).Take(LinkFaults.MaxShown))
        {
            string name = CppName.Show(symbols.Text(known));
            faults.Warn(new(EfiFaults.UnusedUndefined, $"undefined symbol {name}: nothing in the image refers to it")
            {
                Path = resolved.Files[known.Object].Path,
            });
        }
    }

    private static Fault FaultOf(Resolved resolved, in Definition missing, List<Reference> places)
    {
        const int MaxPlaces = 3;
        string name = resolved.Symbols.Text(missing);
        var named = places.Take(MaxPlaces).Select(place => resolved.PlaceName(place.Section, place.Offset)).Distinct();
        string rest = places.Count > MaxPlaces ? $" and {places.Count - MaxPlaces} more" : "";
        return new(EfiFaults.UndefinedSymbol, $"undefined symbol {CppName.Show(name)}, wanted by {string.Join(", ", named)}{rest}")
        {
            Path = resolved.PathOf(places[0].Section),
            Hint = RuntimeSymbols.Explain(name),
        };
    }

    private sealed record Reference(int Symbol, int Section, uint Offset);
}
