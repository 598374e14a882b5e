namespace Bq2.Efi.Pe;

/// <summary>Names by address. Several may share one; the first that was given speaks for all.</summary>
internal sealed class SymbolFinder(IEnumerable<CodeSymbol> symbols)
{
    private readonly CodeSymbol[] _symbols = [.. symbols.OrderBy(symbol => symbol.Address)];

    /// <summary>The addresses that have names, ascending.</summary>
    public IEnumerable<uint> Addresses => _symbols.Select(symbol => symbol.Address);

    /// <summary>The names of exactly this address.</summary>
    public IReadOnlyList<string> NamesOf(uint address)
    {
        int at = FirstOf(address);
        return at == _symbols.Length || _symbols[at].Address != address
            ? []
            : [.. _symbols.Skip(at).TakeWhile(symbol => symbol.Address == address).Select(symbol => symbol.Name).Distinct()];
    }

    /// <summary>The name that an address lies in; null where it lies in none.</summary>
    public CodeSymbol? Holding(uint address)
    {
        int at = FirstOf(address);
        if (at == _symbols.Length || _symbols[at].Address != address)
            at = at == 0 ? -1 : FirstOf(_symbols[at - 1].Address);
        if (at < 0)
            return null;

        var symbol = _symbols[at];
        return address == symbol.Address || address - symbol.Address < symbol.Length ? symbol : null;
    }

    private int FirstOf(uint address)
    {
        int low = 0, high = _symbols.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (_symbols[middle].Address < address)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
