using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    /// <summary>Fills in every field that waited for an address, and remembers those that firmware must move.</summary>
    private void Relocate()
    {
        foreach (var output in _outputs)
        {
            foreach (int s in output.Inputs)
            {
                foreach (var relocation in _objects[_sections[s].Object].Relocations(_sections[s].Index))
                    Relocate(s, output, relocation);
            }
        }
    }

    private void Relocate(int section, OutputSection output, in CoffRelocation relocation)
    {
        var input = _sections[section];
        int index = MeaningOf(_definitions[input.Object], relocation);
        if (index < 0)
        {
            Complain(section, relocation, "LNK013", $"refers to row {relocation.SymbolIndex} of the symbol table, which is no symbol");
            return;
        }

        var meant = _symbols[index];
        meant.Section = Staying(meant.Section);
        if (meant.Section >= 0 && _sections[meant.Section].Dropped)
        {
            Complain(section, relocation, "LNK015", $"refers to {Text(_symbols.Name(_symbols[index]))}, whose section is not part of the image");
            return;
        }

        var target = TargetOf(meant);
        uint address = input.Address + relocation.Offset;
        var field = input.ReservesOnly || relocation.Offset > input.Length
            ? default
            : _image.AsSpan((int)(address - output.Address + output.FileOffset), (int)(input.Length - relocation.Offset));
        var place = new RelocationPlace(field, address);
        var verdict = Machine == Machine.X64
            ? Amd64Relocations.Apply((Amd64Relocation)relocation.Type, place, target)
            : Arm64Relocations.Apply((Arm64Relocation)relocation.Type, place, target);

        // An absolute symbol stays where it is wherever the image goes.
        if (verdict.Kind == VerdictKind.DoneButMovable && target.Section != Definition.Absolute)
            _baseRelocations.Add(address);
        else if (verdict.Kind is VerdictKind.Refused)
            Complain(section, relocation, "LNK014", $"to {Text(_symbols.Name(_symbols[index]))} {verdict.Reason}");
    }

    private RelocationTarget TargetOf(in Definition definition)
    {
        if (definition.Section < 0)
            return new(definition.Value, definition.Section, 0, _outputs.Count + 1);

        var input = _sections[definition.Section];
        var output = _outputs[input.Output];
        return new(input.Address + definition.Value, definition.Section, output.Address, input.Output + 1);
    }

    private void Complain(int section, in CoffRelocation relocation, string code, string what)
    {
        var holder = _objects[_sections[section].Object];
        string type = Machine == Machine.X64 ? $"{(Amd64Relocation)relocation.Type}" : $"{(Arm64Relocation)relocation.Type}";
        _faults.Add(new(code, $"the {type} relocation in {PlaceName(section, relocation.Offset)} {what}") { Path = holder.Path });
    }

    // Whoever unwinds finds a function by binary search.
    private void SortUnwindTable()
    {
        if (_outputs.Find(o => o.Name == ".pdata") is not { } table || Failed)
            return;

        var bytes = _image.AsSpan((int)table.FileOffset, (int)table.StoredLength);
        if (Machine == Machine.X64)
            MemoryMarshal.Cast<byte, Amd64Function>(bytes).Sort((a, b) => a.Begin.CompareTo(b.Begin));
        else
            MemoryMarshal.Cast<byte, Arm64Function>(bytes).Sort((a, b) => a.Begin.CompareTo(b.Begin));
    }

    private void AddBaseRelocations()
    {
        byte[] table = BaseRelocations.Encode(_baseRelocations, _outputs[0].Address);
        var last = _outputs[^1];
        var output = new OutputSection(BaseRelocations.SectionName)
        {
            Traits = SectionTraits.InitializedData | SectionTraits.Discardable | SectionTraits.Read,
            Address = Align.Up(last.Address + last.Length, SectionAlignment),
            FileOffset = (uint)_image.Length,
            Length = (uint)table.Length,
            StoredLength = (uint)table.Length,
        };
        _outputs.Add(output);
        Array.Resize(ref _image, _image.Length + Align.Up(table.Length, (int)FileAlignment));
        table.CopyTo(_image, (int)output.FileOffset);
    }

    private void WriteHeaders() => new PeHeaders
    {
        Machine = Machine,
        Subsystem = options.Subsystem,
        Entry = (uint)TargetOf(_symbols[_entry]).Address,
        Sections = [.. _outputs.Select(o => new PePlannedSection(o.Name, o.Traits, o.Address, o.Length, o.FileOffset, Align.Up(o.StoredLength, FileAlignment)))],
    }.Write(_image);
}
