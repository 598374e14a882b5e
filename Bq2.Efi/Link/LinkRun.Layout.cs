using System.Runtime.InteropServices;
using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Every field that holds an address is 32 bits wide, and the arithmetic of ours that is signed must not overflow.
    private const long GreatestImage = 1L << 30;
    private const uint SectionAlignment = PeHeaders.SectionAlignment;
    private const uint FileAlignment = PeHeaders.FileAlignment;

    /// <summary>Groups the inputs into the image's sections and gives each its address, in memory and in the file.</summary>
    private void LayOut()
    {
        GroupSections();
        CheckOutputs();
        if (Failed)
            return;

        uint address = SectionAlignment;
        uint offset = PeHeaders.LengthFor(_outputs.Count + 1);   // .reloc comes as well
        foreach (var output in _outputs)
        {
            output.Address = address;
            output.FileOffset = offset;
            if (!PlaceInputs(output))
                return;

            address = Align.Up(output.Address + output.Length, SectionAlignment);
            offset = Align.Up(output.FileOffset + output.StoredLength, FileAlignment);
        }

        _image = new byte[offset];
    }

    private void GroupSections()
    {
        var outputs = new Dictionary<string, OutputSection>();
        var keys = new (int Order, byte[] Name)[_sections.Count];
        for (int s = 0; s < _sections.Count; s++)
        {
            var input = _sections[s];
            if (input.Dropped)
                continue;

            var name = _objects[input.Object].SectionName(input.Index);
            string baseName = SectionPlan.BaseName(name), outputName = OutputName(baseName);
            keys[s] = (SectionPlan.Order(baseName), name.ToArray());
            if (!outputs.TryGetValue(outputName, out var output))
                outputs[outputName] = output = new(outputName);
            output.Inputs.Add(s);
            output.Traits |= _sectionTraits.GetValueOrDefault(baseName, input.Traits);
        }

        foreach (var output in outputs.Values)
        {
            output.Inputs.Sort((a, b) => Compare(a, b));
            output.Traits = OutputTraits(output.Traits);
        }

        _outputs = [.. outputs.Values.Where(HasContent).OrderBy(o => SectionPlan.Rank(o.Name))];

        // What only reserves room goes last, so that the file need not hold it.
        int Compare(int a, int b)
        {
            int order = _sections[a].ReservesOnly.CompareTo(_sections[b].ReservesOnly);
            if (order == 0)
                order = keys[a].Order.CompareTo(keys[b].Order);
            if (order == 0)
                order = keys[a].Name.AsSpan().SequenceCompareTo(keys[b].Name);
            if (order == 0)
                order = _sections[a].Object.CompareTo(_sections[b].Object);
            if (order == 0)
                order = _sections[a].Place.CompareTo(_sections[b].Place);
            return order != 0 ? order : a.CompareTo(b);
        }
    }

    // Merges that objects ask for may be of what was merged: they end, for each name is left once.
    private string OutputName(string baseName)
    {
        string name = baseName;
        for (int i = 0; i <= _merges.Count && _merges.TryGetValue(name, out string? merged); i++)
            name = merged;
        return SectionPlan.OutputName(name);
    }

    // A symbol in an empty section has an address, for the ends of tables are marked so; but not in a section that is nothing else.
    private bool HasContent(OutputSection output)
    {
        if (output.Inputs.Exists(s => _sections[s].Length > 0))
            return true;
        foreach (int s in output.Inputs)
            Sections[s].Dropped = true;
        return false;
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

    private bool PlaceInputs(OutputSection output)
    {
        var sections = CollectionsMarshal.AsSpan(_sections);
        int number = _outputs.IndexOf(output);
        long at = output.Address;
        foreach (int s in output.Inputs)
        {
            ref var input = ref sections[s];
            at = Align.Up(at, input.Alignment);
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

    private void CopySections()
    {
        foreach (var output in _outputs)
        {
            var place = _image.AsSpan((int)output.FileOffset, (int)Align.Up(output.StoredLength, FileAlignment));
            if (output.IsCode)
                place.Fill(PaddingOf(Machine));
            foreach (int s in output.Inputs)
            {
                var input = _sections[s];
                if (!input.ReservesOnly)
                    CopySection(input, place.Slice((int)(input.Address - output.Address), (int)input.Length));
            }
        }
    }

    // Between functions of x86-64 stands int3, so that a jump that went astray stops; on AArch64 zeros do the same.
    private static byte PaddingOf(Machine machine) => machine == Machine.X64 ? (byte)0xcc : (byte)0;

    // A section may be longer than its data when the data is missing altogether: it then begins as zeros.
    private void CopySection(in InputSection input, Span<byte> place)
    {
        place.Clear();
        _objects[input.Object].Data(input.Index).CopyTo(place);
    }
}
