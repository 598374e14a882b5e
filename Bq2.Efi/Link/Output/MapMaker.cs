using Bq2.Efi.Coff;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Resolution;

namespace Bq2.Efi.Link.Output;

/// <summary>Makes the map of an image: its sections, and the symbols in them by address.</summary>
internal static class MapMaker
{
    public static LinkMap Make(Resolved resolved, Selection selection, ImageLayout layout, WrittenImage image)
    {
        var symbols = new List<Entry>();
        for (int number = 0; number < resolved.Files.Length; number++)
            AddSymbols(number, resolved, selection, layout, symbols);
        symbols.Sort((a, b) => a.Address != b.Address ? a.Address.CompareTo(b.Address) : string.CompareOrdinal(a.Name, b.Name));

        var listed = new MapSymbol[symbols.Count];
        uint next = uint.MaxValue;
        for (int i = listed.Length - 1; i >= 0; i--)
        {
            // A symbol ends where another begins, or with its section.
            var (address, end, section, name) = symbols[i];
            if (i + 1 < listed.Length && symbols[i + 1].Address != address)
                next = symbols[i + 1].Address;
            listed[i] = new(address, Math.Min(next, end) - address, section, name);
        }

        return new([.. image.Sections.Select(output => new MapSection(output.Address, output.Length, output.Name))], listed);
    }

    private static void AddSymbols(int number, Resolved resolved, Selection selection, ImageLayout layout, List<Entry> symbols)
    {
        var file = resolved.Files[number];
        for (int i = 0; i < file.SymbolCount; i++)
        {
            var symbol = file.Symbol(i);
            if (symbol.SectionNumber > 0 && !symbol.IsSection && symbol.Class is (SymbolClass.External or SymbolClass.Static))
            {
                int section = resolved.Linked[number].SectionOf(symbol);
                uint length = resolved.Sections[section].Length;
                if (selection.Has(section) && layout.OutputOf(section) is { } home && symbol.Value <= length)
                {
                    uint start = layout.AddressOf(section);
                    symbols.Add(new(start + symbol.Value, start + length, home.Name, resolved.NameOfSymbol(number, i)));
                }
            }

            i += symbol.AuxiliaryCount;
        }
    }

    private readonly record struct Entry(uint Address, uint End, string Section, string Name);
}
