using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Every field that holds an address is 32 bits wide, and the arithmetic of ours that is signed must not overflow.
    private const long GreatestImage = 1L << 30;
    private const int GreatestMerge = 64;   // longer chains are loops
    private const string ResourceSection = ".rsrc";
    private const uint FileAlignment = PeHeaders.FileAlignment;

    private List<OutputSection> _outputs = [];
    private uint _sectionAlignment = PeHeaders.LeastSectionAlignment;

    /// <summary>Groups the inputs into the image's sections and gives each its address, in memory and in the file.</summary>
    private void LayOut()
    {
        MakeOutputs();
        CheckOutputs();
        if (Failed)
            return;

        if (PlaceOutputs() && AddThunks())
            Cores.For(_objects.Count, SetDestinations);
    }

    private bool PlaceOutputs()
    {
        uint address = _sectionAlignment;
        uint offset = PeHeaders.LengthFor(_outputs.Count + 1);   // .reloc comes as well
        foreach (var output in _outputs)
        {
            output.Address = address;
            output.FileOffset = offset;
            if (!PlaceInputs(output))
                return false;
            PlaceSupplied(output);

            address = Align.Up(output.Address + output.Length, _sectionAlignment);
            offset = Align.Up(output.FileOffset + output.StoredLength, FileAlignment);
        }

        return true;
    }

    /// <summary>
    /// Sections of one name that want different memory stay apart, as with lld: one that may be written does not make the
    /// constants of the same name writable. What is merged by a directive goes where its new name is at home.
    /// </summary>
    private void MakeOutputs()
    {
        var byKind = new Dictionary<(string Name, SectionTraits Traits), List<SectionGroup>>();
        var homes = new Dictionary<string, SectionTraits>();
        var named = GroupInputs().Select(group => (Group: group, Name: OutputName(group))).ToList();
        foreach (var (group, name) in named.OrderBy(one => one.Group.BaseName != one.Name))
        {
            var traits = SectionPlan.TraitsOf(group);
            homes.TryAdd(name, SectionPlan.TraitsOf(name) ?? traits);
            if (group.BaseName != name)
                traits = homes[name];
            if (!byKind.TryGetValue((name, traits), out var groups))
                byKind.Add((name, traits), groups = []);
            groups.Add(group);
        }

        foreach (var ((name, _), groups) in byKind)
        {
            // A symbol in an empty section has an address, for the ends of tables are marked so; but not in a section that is nothing else.
            if (groups.Exists(group => group.HasContent))
                _outputs.Add(MakeOutput(name, groups));
            else
                groups.ForEach(Drop);
        }

        // In the plan's order; what it does not know comes by name, as with lld, so that the order of the objects does not matter.
        _outputs = [.. _outputs.OrderBy(RankOf).ThenBy(output => output.Name, StringComparer.Ordinal).ThenBy(output => (uint)output.Traits)];
        AddSupplied();
        _outputs = [.. _outputs.OrderBy(RankOf)];
        for (int i = 0; i < _outputs.Count; i++)
        {
            foreach (var group in _outputs[i].Groups)
                group.Output = i;
        }
    }

    private static int RankOf(OutputSection output) =>
        SectionPlan.Rank(output.Name, output.Traits & (SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute));

    private OutputSection MakeOutput(string name, List<SectionGroup> groups)
    {
        var traits = SectionTraits.None;
        foreach (var group in groups)
            traits |= SectionPlan.TraitsOf(group);

        // What only reserves room goes last, so that the file need not hold it; then the section's own name comes first.
        var inOrder = groups.OrderBy(group => group.ReservesOnly).ThenBy(group => group.BaseName != name)
            .ThenBy(group => group.BaseName, StringComparer.Ordinal).ThenBy(group => group.Name, StringComparer.Ordinal).ThenBy(group => (uint)group.Traits);
        return new(name, [.. inOrder]) { Traits = OutputTraits(_sectionTraits.GetValueOrDefault(name, traits)) };
    }

    private void Drop(SectionGroup group)
    {
        foreach (int s in group.Inputs)
            _sections[s].Dropped = true;
    }

    /// <summary>The groups that have inputs, in the order of their first.</summary>
    [MethodImpl(Hot.Path)]
    private List<SectionGroup> GroupInputs()
    {
        var groups = new List<SectionGroup>();
        for (int s = 0; s < _sectionCount; s++)
        {
            ref var input = ref _sections[s];
            if (input.Dropped)
                continue;

            var group = _groups[input.Group];
            if (group.Inputs.Count == 0)
                groups.Add(group);
            group.Inputs.Add(s);
            group.HasContent |= input.Length > 0;
            if (input.Alignment > _sectionAlignment)
                _sectionAlignment = input.Alignment;
        }

        Cores.For(groups.Count, i => OrderInputs(groups[i]));
        return groups;
    }

    /// <summary>Objects are in order already; within one the others come before COMDATs, and those in the order of their symbols.</summary>
    [MethodImpl(Hot.Path)]
    private void OrderInputs(SectionGroup group)
    {
        // Initialisers run in the order in which they stand in their object: COMDATs, for templates, among the others.
        if (group.IsInitializers)
            return;

        var inputs = CollectionsMarshal.AsSpan(group.Inputs);
        for (int i = 1; i < inputs.Length; i++)
        {
            if (Compare(inputs[i - 1], inputs[i]) <= 0)
                continue;
            inputs.Sort(Compare);
            return;
        }
    }

    [MethodImpl(Hot.Path)]
    private int Compare(int a, int b)
    {
        ref var first = ref _sections[a];
        ref var second = ref _sections[b];
        int order = first.Object.CompareTo(second.Object);
        if (order == 0)
            order = first.Rank.CompareTo(second.Rank);
        return order != 0 ? order : a.CompareTo(b);
    }

    private string OutputName(SectionGroup group)
    {
        string name = group.BaseName;
        for (int i = 0; _merges.TryGetValue(name, out string? merged); i++)
        {
            if (i == GreatestMerge)
            {
                if (_faults.Count < GreatestFaults)
                    _faults.Add(new(EfiFaults.MergeCircle, $"section {group.BaseName} is to be merged into others in a circle, or through more than {GreatestMerge}") { Path = _objects[_sections[group.Inputs[0]].Object].Path });
                break;
            }

            name = merged;
        }

        return SectionPlan.OutputName(name);
    }

    // Firmware tells code by the code flag, not by the right to execute: exactly the executable sections carry it.
    private static SectionTraits OutputTraits(SectionTraits inputs)
    {
        var memory = inputs & (SectionTraits.Read | SectionTraits.Write | SectionTraits.Execute);
        return memory | SectionTraits.Read | (memory.HasFlag(SectionTraits.Execute) ? SectionTraits.Code : SectionTraits.InitializedData);
    }

    private void CheckOutputs()
    {
        foreach (var output in _outputs)
        {
            if (output.Traits.HasFlag(SectionTraits.Write | SectionTraits.Execute))
            {
                _faults.Add(new(EfiFaults.WritableCode, $"section {output.Name} would be both writable and executable") { Path = PathOf(output), Hint = "put the data into a section of its own" });
            }
            else if (output.Name == BaseRelocations.SectionName)
            {
                _faults.Add(new(EfiFaults.OutputSectionName, $"section {output.Name} cannot have this name in an image") { Path = PathOf(output), Hint = "the linker makes the one section of this name" });
            }
        }

        CheckUnwindRows();
        CheckResources();
        if (_outputs.Count > PeHeaders.GreatestSectionCount - 1)
            _faults.Add(new(EfiFaults.TooManySections, $"the image would have {_outputs.Count} sections, at most {PeHeaders.GreatestSectionCount - 1} fit its headers"));

        string PathOf(OutputSection output) => _objects[_sections[output.Inputs[^1]].Object].Path;
    }

    private void CheckUnwindRows()
    {
        uint row = Machine == Machine.X64 ? (uint)Unsafe.SizeOf<Amd64Function>() : (uint)Unsafe.SizeOf<Arm64Function>();
        foreach (int s in _outputs.SelectMany(output => output.Groups).Where(group => group.IsUnwindTable).SelectMany(group => group.Inputs))
        {
            ref var input = ref _sections[s];
            if (input.Length % row != 0 && _faults.Count < GreatestFaults)
                _faults.Add(new(EfiFaults.UnwindRows, $"the unwind table in section {input.Index + 1} has {input.Length} bytes, its rows have {row}") { Path = _objects[input.Object].Path });
        }
    }

    // A tree with one root at the section's start: two behind each other would be one and some bytes.
    private void CheckResources()
    {
        if (_outputs.Find(output => output.Name == ResourceSection) is not { } resources)
            return;

        int[] makers = [.. resources.Inputs.Select(s => _sections[s].Object).Distinct()];
        if (makers.Length > 1)
        {
            _faults.Add(new(EfiFaults.ResourcesTwice, $"this object brings resources, and so does {_objects[makers[0]].Path}")
            {
                Path = _objects[makers[1]].Path,
                Hint = "let the resource compiler make one object of all",
            });
        }
    }

    [MethodImpl(Hot.Path)]
    private bool PlaceInputs(OutputSection output)
    {
        long at = output.Address, stored = at;
        int thunk = 0;
        for (int i = 0; i < output.Inputs.Length; i++)
        {
            ref var input = ref _sections[output.Inputs[i]];
            at = at + input.Alignment - 1 & -(long)input.Alignment;
            input.Address = (uint)at;
            at += input.Length;
            for (; thunk < output.Thunks.Count && output.Thunks[thunk].After == i; thunk++)
            {
                output.Thunks[thunk].Address = (uint)(at = at + 3 & ~3L);
                at += Thunk.Length;
            }

            if (at > GreatestImage)
            {
                _faults.Add(new(EfiFaults.ImageTooLarge, $"the image would be larger than {GreatestImage >> 30} GiB at {output.Name}") { Path = _objects[input.Object].Path });
                return false;
            }

            if (!input.ReservesOnly)
                stored = at;
        }

        output.Length = (uint)at - output.Address;
        output.StoredLength = (uint)stored - output.Address;
        return true;
    }

    /// <summary>Where each symbol of an object has come to lie, so that its relocations need not ask more than its row.</summary>
    [MethodImpl(Hot.Path)]
    private void SetDestinations(int number)
    {
        var places = _linked[number].Places;
        var destinations = _linked[number].Destinations;
        for (int row = 0; row < places.Length; row++)
            destinations[row] = DestinationOf(places[row]);
    }

    [MethodImpl(Hot.Path)]
    private Destination DestinationOf(SymbolPlace place)
    {
        if (place.Section < 0)
            return new(place.Section, place.Value);

        ref var home = ref _sections[place.Section];
        if (home.Dropped)
        {
            if (home.StandIn == InputSection.None)
                return new(Destination.Nowhere, 0);
            home = ref _sections[Staying(place.Section)];
        }

        return new(_groups[home.Group].Output, home.Address + place.Value);
    }
}
