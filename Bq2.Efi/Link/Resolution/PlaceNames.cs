using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Names;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Places in an object as a person knows them: the nearest symbol before, and how far behind. Symbols are sorted once,
/// for an object with one fault often has many.
/// </summary>
internal sealed class PlaceNames
{
    private readonly CoffObject _holder;
    private readonly List<(int Section, uint Value, int Row)> _symbols = [];

    public PlaceNames(CoffObject holder)
    {
        _holder = holder;
        for (int i = 0; i < holder.SymbolCount; i++)
        {
            var symbol = holder.Symbol(i);
            if (symbol.SectionNumber > 0 && !symbol.IsSection)
                _symbols.Add((symbol.SectionNumber - 1, symbol.Value, -i));   // of several at one place the first is the last
            i += symbol.AuxiliaryCount;
        }

        _symbols.Sort();
    }

    private string NameOf(int row)
    {
        string name = Encoding.UTF8.GetString(_holder.SymbolName(row));
        return CppName.Read(name) ?? name;
    }

    public string NameOf(int section, uint offset)
    {
        int nearest = ~_symbols.BinarySearch((section, offset, int.MaxValue)) - 1;
        return nearest < 0 || _symbols[nearest].Section != section
            ? $"{Encoding.UTF8.GetString(_holder.SectionName(section))}+0x{offset:x}"
            : $"{NameOf(-_symbols[nearest].Row)}+0x{offset - _symbols[nearest].Value:x}";
    }
}
