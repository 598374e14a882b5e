using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Layout;

/// <summary>
/// Which groups of inputs make which section of the image, and in which order the sections lie. It is written with lists and loops:
/// each generic type of LINQ would be compiled anew in every process that links.
/// </summary>
internal sealed partial class OutputPlan
{
    private const int MaxMerges = 64;   // longer chains are loops

    private readonly Resolved _resolved;
    private readonly LinkFaults _faults;
    private readonly List<OutputKind> _kinds = [];
    private readonly Dictionary<string, List<OutputKind>> _kindsByName = [];

    private OutputPlan(Resolved resolved, LinkFaults faults) => (_resolved, _faults) = (resolved, faults);

    /// <summary>
    /// Sections of one name that want different memory stay apart, as with lld: one that may be written does not make the constants of
    /// the same name writable. What a directive merges goes where its new name is at home.
    /// </summary>
    public static List<OutputSection> Make(Resolved resolved, InputGroups groups, LinkFaults faults)
    {
        var plan = new OutputPlan(resolved, faults);
        plan.DealOut(groups.All);

        // A symbol in an empty section has an address: the ends of tables are marked so. A section with nothing else is left out.
        var outputs = new List<OutputSection>();
        foreach (var kind in plan._kinds)
        {
            if (kind.Groups.Exists(group => group.HasContent))
                outputs.Add(plan.MakeOutput(kind));
        }

        return [.. outputs.Order(Comparer<OutputSection>.Create(Compare))];
    }

    // First the groups that have the name of a section themselves: what is merged joins them.
    private void DealOut(List<InputGroup> groups)
    {
        string[] names = new string[groups.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = OutputName(groups[i]);

        for (int i = 0; i < names.Length; i++)
        {
            if (groups[i].Group.BaseName == names[i])
                Add(groups[i], names[i], SectionPlan.TraitsOf(groups[i].Group));
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (groups[i].Group.BaseName != names[i])
                Add(groups[i], names[i], SectionPlan.TraitsOf(names[i]) ?? TraitsAtHome(names[i]) ?? SectionPlan.TraitsOf(groups[i].Group));
        }
    }

    private SectionTraits? TraitsAtHome(string name) => _kindsByName.TryGetValue(name, out var kinds) ? kinds[0].Traits : null;

    private void Add(InputGroup group, string name, SectionTraits traits)
    {
        if (!_kindsByName.TryGetValue(name, out var known))
            _kindsByName.Add(name, known = []);
        var kind = known.Find(kind => kind.Traits == traits);
        if (kind is null)
        {
            kind = new(name, traits, []);
            known.Add(kind);
            _kinds.Add(kind);
        }

        kind.Groups.Add(group);
    }

    private string OutputName(InputGroup group)
    {
        string name = group.Group.BaseName;
        for (int i = 0; _resolved.Requests.Merges.TryGetValue(name, out string? merged); i++)
        {
            if (i == MaxMerges)
            {
                RefuseMerge(group);
                break;
            }

            name = merged;
        }

        return SectionPlan.OutputName(name);
    }

    private void RefuseMerge(InputGroup group)
    {
        if (_faults.IsFull)
            return;
        _faults.Add(new(
            EfiFaults.MergeCircle,
            $"section {group.Group.BaseName} is to be merged into others in a circle, or through more than {MaxMerges}")
        {
            Path = _resolved.PathOf(group.First),
        });
    }

    private OutputSection MakeOutput(OutputKind kind)
    {
        var traits = SectionTraits.None;
        foreach (var group in kind.Groups)
            traits |= SectionPlan.TraitsOf(group.Group);
        if (_resolved.Requests.Traits is { } requests && requests.TryGetValue(kind.Name, out var asked))
            traits = asked;

        kind.Groups.Sort((a, b) => Compare(kind.Name, a, b));
        return new(kind.Name, kind.Groups) { Traits = OutputTraits(traits) };
    }

    // Firmware tells code by the code flag, not by the right to execute: exactly the executable sections carry it.
    private static SectionTraits OutputTraits(SectionTraits inputs)
    {
        var memory = inputs & (SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute);
        return memory | SectionTraits.Read | (memory.HasFlag(SectionTraits.Execute) ? SectionTraits.Code : SectionTraits.InitializedData);
    }

    private sealed record OutputKind(string Name, SectionTraits Traits, List<InputGroup> Groups);
}
