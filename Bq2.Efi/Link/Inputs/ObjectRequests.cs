using System.Globalization;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Inputs;

/// <summary>What compilers ask of the linker in their objects. What a UEFI program has no use for is named in a warning.</summary>
internal sealed partial class ObjectRequests
{
    private readonly Dictionary<string, string> _includedBy = [];
    private readonly Dictionary<string, Given> _mustMatch = [];

    /// <summary>Names that must be linked, though nothing refers to them.</summary>
    public List<string> Includes { get; } = [];

    /// <summary>Names with another name to take where nobody defines the first.</summary>
    public List<Alternate> Alternates { get; } = [];

    /// <summary>Names of sections, and the names they are to have in the image.</summary>
    public Dictionary<string, string> Merges { get; } = [];

    /// <summary>What sections of the image are to do with their memory, by name; null where no object asks for that.</summary>
    public Dictionary<string, SectionTraits>? Traits { get; private set; }

    /// <summary>The alignment of common symbols, by name; null where no object asks for that.</summary>
    public Dictionary<string, uint>? CommonAlignments { get; private set; }

    /// <summary>Who asked first for a name to be included.</summary>
    public string IncludedBy(string name) => _includedBy[name];

    public void Read(CoffObject added, LinkedObject linked, LinkFaults faults)
    {
        foreach (int section in linked.Directives)
        {
            if (!added.SectionName(section).SequenceEqual(".drectve"u8))
                continue;
            foreach (var (name, value) in Directives.Read(added.Data(section)))
                Obey(added, name, value, faults);
        }
    }

    private void Obey(CoffObject added, string name, string value, LinkFaults faults)
    {
        switch (name)
        {
            case "INCLUDE":
                Includes.Add(value);
                _includedBy.TryAdd(value, added.Path);
                break;
            case "ALTERNATENAME" when Pair(value, '=') is var (left, right):
                Alternates.Add(new(left, right));
                break;
            case "MERGE" when Pair(value, '=') is var (from, to):
                Merges[from] = to;
                break;
            case "ALIGNCOMM":
                AlignCommon(added, value, faults);
                break;
            case "SECTION" when Pair(value, ',') is var (section, attributes):
                (Traits ??= [])[section] = TraitsOf(attributes);
                break;
            case "FAILIFMISMATCH" when Pair(value, '=') is var (key, wanted):
                Match(added, key, wanted, faults);
                break;
            default:
                string asked = value.Length > 0 ? $"{name}:{value}" : name;
                faults.Warn(new(EfiFaults.DirectiveIgnored, $"the object asks for {asked}, which means nothing to a UEFI program")
                {
                    Path = added.Path,
                });
                break;
        }
    }

    // A name and a power of two; the largest that any object asks for is given.
    private void AlignCommon(CoffObject added, string value, LinkFaults faults)
    {
        const int MaxPower = 13;    // as for sections
        int comma = value.LastIndexOf(',');
        if (comma <= 0
            || !int.TryParse(value.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int power) || power > MaxPower)
        {
            faults.Add(new(
                EfiFaults.CommonAlignment,
                $"the object asks for ALIGNCOMM:{value}; expected are a symbol and a power of two, 0 to {MaxPower}")
            {
                Path = added.Path,
            });
            return;
        }

        string name = value[..comma];
        CommonAlignments ??= [];
        CommonAlignments[name] = Math.Max(CommonAlignments.GetValueOrDefault(name), 1u << power);
    }

    private void Match(CoffObject added, string key, string value, LinkFaults faults)
    {
        if (_mustMatch.TryAdd(key, new(value, added.Path)) || _mustMatch[key].Value == value)
            return;
        faults.Add(new(
            EfiFaults.FailIfMismatch,
            $"{key} is {value} here and {_mustMatch[key].Value} in {_mustMatch[key].Path}; the two must be the same")
        {
            Path = added.Path,
        });
    }

    private sealed record Given(string Value, string Path);
}
