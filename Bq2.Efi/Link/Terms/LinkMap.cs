using System.Globalization;
using System.Text;

namespace Bq2.Efi.Link;

/// <summary>
/// Where everything in an image lies: sections, and the symbols in them by address. An address in a crash dump, less
/// the image's base, leads back to the method.
/// </summary>
public sealed record LinkMap(IReadOnlyList<MapSection> Sections, IReadOnlyList<MapSymbol> Symbols)
{
    private const string Heading = "address  length   section  name";

    /// <summary>What the methods and data of each C# type take, the largest first. ilc joins type and member by "__".</summary>
    public IEnumerable<MapType> Types => Symbols
        .Where(symbol => symbol.Name.LastIndexOf("__", StringComparison.Ordinal) > 0)
        .GroupBy(symbol => symbol.Name[..symbol.Name.LastIndexOf("__", StringComparison.Ordinal)])
        .Select(type => new MapType(type.Key, (uint)type.Sum(symbol => symbol.Length), type.Count()))
        .OrderByDescending(type => type.Length).ThenBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The symbol that an address lies in; null where it lies in none.</summary>
    public MapSymbol? Find(uint address)
    {
        int low = 0, high = Symbols.Count;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (Symbols[middle].Address <= address)
                low = middle + 1;
            else
                high = middle;
        }

        // Several names may share an address, and the last one need not be the longest.
        for (int i = low - 1; i >= 0 && Symbols[i].Address == Symbols[low - 1].Address; i--)
        {
            if (address - Symbols[i].Address < Math.Max(Symbols[i].Length, 1))
                return Symbols[i];
        }

        return null;
    }

    /// <summary>One line a symbol, in columns that <see cref="Parse"/> reads again.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var section in Sections)
            Line($"{section.Address:x8} {section.Length:x8} {section.Name,-8} (section)");
        text.Append('\n').Append(Heading).Append('\n');
        foreach (var symbol in Symbols)
            Line($"{symbol.Address:x8} {symbol.Length:x8} {symbol.Section,-8} {symbol.Name}");
        text.Append('\n').Append("length   members  type\n");
        foreach (var type in Types)
            Line($"{type.Length,-8} {type.Members,-8} {type.Name}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Reads the text of a map. Sections and sums are left out: they are there for people.</summary>
    public static LinkMap Parse(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = text.Split('\n');
        int first = Array.IndexOf(lines, Heading) + 1;
        if (first == 0)
        {
            throw new FaultException(new(EfiFaults.NotALinkMap, "the file is no map of a link: it has no line of column names")
            {
                Path = path,
            });
        }

        var symbols = new List<MapSymbol>();
        for (int i = first; i < lines.Length && lines[i].Length > 0; i++)
        {
            symbols.Add(
                ParseLine(lines[i])
                    ?? throw new FaultException(
                        new(EfiFaults.LinkMapLine, $"line {i + 1} is no symbol of a map: {lines[i]}") { Path = path }));
        }

        return new([], symbols);
    }

    private static MapSymbol? ParseLine(string line)
    {
        if (line.Length < 27 || !Hex(line.AsSpan(0, 8), out uint address) || !Hex(line.AsSpan(9, 8), out uint length))
            return null;
        return new(address, length, line[18..26].TrimEnd(), line[27..]);
    }

    private static bool Hex(ReadOnlySpan<char> digits, out uint value) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}

/// <summary>A section of the image.</summary>
public sealed record MapSection(uint Address, uint Length, string Name);

/// <summary>A symbol, and how far it is to the next one.</summary>
public sealed record MapSymbol(uint Address, uint Length, string Section, string Name);

/// <summary>What one C# type takes of the image.</summary>
public sealed record MapType(string Name, uint Length, int Members);
