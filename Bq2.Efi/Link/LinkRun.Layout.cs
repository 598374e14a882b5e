using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Every field that holds an address is 32 bits wide, and the arithmetic of ours that is signed must not overflow.
    private const long GreatestImage = 1L << 30;
    private const int GreatestMerge = 64;   // longer chains are loops
    private const uint SectionAlignment = PeHeaders.SectionAlignment;
    private const uint FileAlignment = PeHeaders.FileAlignment;

    private List<OutputSection> _outputs = [];

    /// <summary>Groups the inputs into the image's sections and gives each its address, in memory and in the file.</summary>
    private void LayOut()
    {
        MakeOutputs();
        CheckOutputs();
        if (Failed)
            return;

        uint address = SectionAlignment;
        uint offset = PeHeaders.LengthFor(_outputs.Count + 1);   // .reloc comes as well
        for (int i = 0; i < _outputs.Count; i++)
        {
            var output = _outputs[i];
            output.Address = address;
            output.FileOffset = offset;
            if (!PlaceInputs(output, (short)i))
                return;

            address = Align.Up(output.Address + output.Length, SectionAlignment);
            offset = Align.Up(output.FileOffset + output.StoredLength, FileAlignment);
        }

        _image = new byte[offset];
    }

    private void MakeOutputs()
    {
        foreach (var made in GroupInputs().All.GroupBy(OutputName))
        {
            // A symbol in an empty section has an address, for the ends of tables are marked so; but not in a section that is nothing else.
            if (!made.Any(group => group.HasContent))
            {
                foreach (int s in made.SelectMany(group => group.Inputs))
                    _sections[s].Dropped = true;
                continue;
            }

            // What only reserves room goes last, so that the file need not hold it.
            var groups = made.OrderBy(group => group.ReservesOnly)
                .ThenBy(group => SectionPlan.Order(group.BaseName))
                .ThenBy(group => group.Name, StringComparer.Ordinal).ToList();
            _outputs.Add(new(made.Key)
            {
                Traits = OutputTraits(groups.Aggregate(SectionTraits.None, (traits, group) => traits | group.Traits)),
                Inputs = [.. groups.SelectMany(group => group.Inputs)],
            });
        }

        _outputs = [.. _outputs.OrderBy(output => SectionPlan.Rank(output.Name))];
    }

    private SectionGroups GroupInputs()
    {
        var groups = new SectionGroups();
        for (int s = 0; s < _sections.Length; s++)
        {
            ref var input = ref _sections[s];
            if (input.Dropped)
                continue;

            var group = groups.Of(_objects[input.Object], input);
            group.Inputs.Add(s);
            group.Traits |= _sectionTraits.GetValueOrDefault(group.BaseName, input.Traits);
            group.HasContent |= input.Length > 0;
        }

        Parallel.ForEach(groups.All, group => OrderInputs(CollectionsMarshal.AsSpan(group.Inputs)));
        return groups;
    }

    /// <summary>Objects are in order already; within one the others come before COMDATs, and those in the order of their symbols.</summary>
    private void OrderInputs(Span<int> inputs)
    {
        for (int i = 1; i < inputs.Length; i++)
        {
            if (Compare(inputs[i - 1], inputs[i]) <= 0)
                continue;
            inputs.Sort(Compare);
            return;
        }

        int Compare(int a, int b)
        {
            ref var first = ref _sections[a];
            ref var second = ref _sections[b];
            int order = first.Object.CompareTo(second.Object);
            if (order == 0)
                order = first.Place.CompareTo(second.Place);
            return order != 0 ? order : a.CompareTo(b);
        }
    }

    private string OutputName(SectionGroup group)
    {
        string name = group.BaseName;
        for (int i = 0; _merges.TryGetValue(name, out string? merged); i++)
        {
            if (i == GreatestMerge)
            {
                _faults.Add(new("LNK021", $"section {group.BaseName} is to be merged into others in a circle, or through more than {GreatestMerge}") { Path = _objects[_sections[group.Inputs[0]].Object].Path });
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
                _faults.Add(new("LNK009", $"section {output.Name} would be both writable and executable") { Path = PathOf(output), Hint = "put the data into a section of its own" });
            }
            else if (Encoding.UTF8.GetByteCount(output.Name) > sizeof(ulong) || output.Name == BaseRelocations.SectionName)
            {
                _faults.Add(new("LNK010", $"section {output.Name} cannot have this name in an image") { Path = PathOf(output), Hint = "a name has at most 8 bytes, and .reloc is the linker's own" });
            }
        }

        if (_outputs.Count > PeHeaders.GreatestSectionCount - 1)
            _faults.Add(new("LNK011", $"the image would have {_outputs.Count} sections, at most {PeHeaders.GreatestSectionCount - 1} fit its headers"));

        string PathOf(OutputSection output) => _objects[_sections[output.Inputs[^1]].Object].Path;
    }

    private bool PlaceInputs(OutputSection output, short number)
    {
        long at = output.Address;
        foreach (int s in output.Inputs)
        {
            ref var input = ref _sections[s];
            at = at + input.Alignment - 1 & -(long)input.Alignment;
            input.Output = number;
            input.Address = (uint)at;
            at += input.Length;
            if (at > GreatestImage)
            {
                _faults.Add(new("LNK012", $"the image would be larger than {GreatestImage >> 30} GiB at {output.Name}") { Path = _objects[input.Object].Path });
                return false;
            }

            output.Length = (uint)at - output.Address;
            if (!input.ReservesOnly)
                output.StoredLength = output.Length;
        }

        return true;
    }
}
