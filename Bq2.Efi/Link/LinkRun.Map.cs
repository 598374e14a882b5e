using Bq2.Efi.Coff;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private LinkMap MakeMap()
    {
        var symbols = new List<(uint Address, uint End, string Section, string Name)>();
        for (int number = 0; number < _objects.Count; number++)
            AddSymbols(number, symbols);
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

        return new([.. _outputs.Select(output => new MapSection(output.Address, output.Length, output.Name))], listed);
    }

    private void AddSymbols(int number, List<(uint Address, uint End, string Section, string Name)> symbols)
    {
        var holder = _objects[number];
        for (int i = 0; i < holder.SymbolCount; i++)
        {
            var symbol = holder.Symbol(i);
            if (symbol.SectionNumber > 0 && !symbol.IsSection && symbol.Class is (SymbolClass.External or SymbolClass.Static))
            {
                ref var home = ref _sections[SectionOf(symbol, _linked[number])];
                if (!home.Dropped && symbol.Value <= home.Length)
                    symbols.Add((home.Address + symbol.Value, home.Address + home.Length, _outputs[_groups[home.Group].Output].Name, NameOfSymbol(number, i)));
            }

            i += symbol.AuxiliaryCount;
        }
    }
}
