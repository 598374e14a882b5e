using System.Globalization;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    private readonly List<string> _includes = [];
    private readonly Dictionary<string, string> _includedBy = [];
    private readonly List<(string Name, string Alternate)> _alternates = [];
    private readonly Dictionary<string, string> _merges = [];
    private readonly Dictionary<string, SectionTraits> _sectionTraits = [];
    private readonly Dictionary<string, uint> _commonAlignments = [];
    private readonly Dictionary<string, (string Value, string Path)> _mustMatch = [];

    /// <summary>What the compiler asks of the linker; what a UEFI program has no use for is named in a warning.</summary>
    private void ReadDirectives(int number)
    {
        var added = _objects[number];
        foreach (int section in _linked[number].Directives)
        {
            if (!added.SectionName(section).SequenceEqual(".drectve"u8))
                continue;
            foreach (var (name, value) in Directives.Read(added.Data(section)))
                Obey(added, name, value);
        }
    }

    private void Obey(CoffObject added, string name, string value)
    {
        switch (name)
        {
            case "INCLUDE":
                _includes.Add(value);
                _includedBy.TryAdd(value, added.Path);
                break;
            case "ALTERNATENAME" when Pair(value, '=') is var (left, right):
                _alternates.Add((left, right));
                break;
            case "MERGE" when Pair(value, '=') is var (from, to):
                _merges[from] = to;
                break;
            case "ALIGNCOMM":
                AlignCommon(added, value);
                break;
            case "SECTION" when Pair(value, ',') is var (section, attributes):
                _sectionTraits[section] = TraitsOf(attributes);
                break;
            case "FAILIFMISMATCH" when Pair(value, '=') is var (key, wanted):
                Match(added, key, wanted);
                break;
            default:
                _warnings.Add(new(EfiFaults.DirectiveIgnored, $"the object asks for {name}{(value.Length > 0 ? ":" + value : "")}, which means nothing to a UEFI program") { Path = added.Path });
                break;
        }
    }

    // A name and a power of two; whoever asks for most is given it.
    private void AlignCommon(CoffObject added, string value)
    {
        const int GreatestPower = 13;    // as for sections
        int comma = value.LastIndexOf(',');
        if (comma <= 0 || !int.TryParse(value.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int power) || power > GreatestPower)
        {
            _faults.Add(new(EfiFaults.CommonAlignment, $"the object asks for ALIGNCOMM:{value}; expected are a symbol and a power of two, 0 to {GreatestPower}") { Path = added.Path });
            return;
        }

        string name = value[..comma];
        _commonAlignments[name] = Math.Max(_commonAlignments.GetValueOrDefault(name), 1u << power);
    }

    private void Match(CoffObject added, string key, string value)
    {
        if (_mustMatch.TryAdd(key, (value, added.Path)) || _mustMatch[key].Value == value)
            return;
        _faults.Add(new(EfiFaults.FailIfMismatch, $"{key} is {value} here and {_mustMatch[key].Value} in {_mustMatch[key].Path}, and may not differ") { Path = added.Path });
    }

    private static SectionTraits TraitsOf(string attributes)
    {
        var traits = SectionTraits.None;
        foreach (char letter in attributes.ToUpperInvariant())
        {
            traits |= letter switch
            {
                'R' => SectionTraits.Read,
                'W' => SectionTraits.Write,
                'E' => SectionTraits.Execute,
                'D' => SectionTraits.Discardable,
                _ => SectionTraits.None,
            };
        }

        return traits;
    }

    private static (string Left, string Right)? Pair(string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 ? (text[..at], text[(at + 1)..]) : null;
    }
}
