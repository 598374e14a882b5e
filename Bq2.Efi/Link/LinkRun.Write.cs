using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Enough work for a thread to be worth its while, and little enough that all are busy to the end.
    private const int InputsPerTask = 2048;

    private readonly List<uint> _baseRelocations = [];

    /// <summary>Copies every input to its place and fills in what waited for an address; remembers what firmware must move.</summary>
    private void CopyAndRelocate()
    {
        foreach (var output in _outputs)
        {
            if (output.IsCode)
                _image.AsSpan((int)output.FileOffset, (int)Align.Up(output.StoredLength, FileAlignment)).Fill(PaddingOf(Machine));

            var moved = new List<uint>[Align.Units(output.Inputs.Length, InputsPerTask)];
            Parallel.For(0, moved.Length, task =>
            {
                moved[task] = [];
                foreach (int s in output.Inputs.AsSpan(task * InputsPerTask, Math.Min(InputsPerTask, output.Inputs.Length - task * InputsPerTask)))
                    CopyAndRelocate(s, output, moved[task]);
            });
            foreach (var part in moved)
                _baseRelocations.AddRange(part);
        }

        ReportUnordered();
    }

    // Between functions of x86-64 stands int3, so that a jump that went astray stops; on AArch64 zeros do the same.
    private static byte PaddingOf(Machine machine) => machine == Machine.X64 ? (byte)0xcc : (byte)0;

    private void CopyAndRelocate(int section, OutputSection output, List<uint> moved)
    {
        ref var input = ref _sections[section];
        var holder = _objects[input.Object];
        var place = Span<byte>.Empty;
        if (!input.ReservesOnly)
        {
            place = _image.AsSpan((int)(input.Address - output.Address + output.FileOffset), (int)input.Length);
            holder.Data(input.Index).CopyTo(place);
        }

        foreach (ref readonly var relocation in holder.Relocations(input.Index))
            Relocate(section, relocation, place, moved);
    }

    private void Relocate(int section, in CoffRelocation relocation, Span<byte> place, List<uint> moved)
    {
        ref var input = ref _sections[section];
        var (home, value) = TargetOf(input.Object, relocation, out bool isSymbol);
        if (!isSymbol)
        {
            Complain(section, relocation, "LNK013", $"refers to row {relocation.SymbolIndex} of the symbol table, which is no symbol");
            return;
        }

        if (home == Definition.Undefined || home >= 0 && _sections[home].Dropped)
        {
            Complain(section, relocation, "LNK015", $"refers to {TargetName(section, relocation)}, which is not part of the image");
            return;
        }

        uint address = input.Address + relocation.Offset;
        var field = new RelocationPlace(relocation.Offset <= (uint)place.Length ? place[(int)relocation.Offset..] : default, address);
        var target = AddressOf(home, value);
        var verdict = Machine == Machine.X64
            ? Amd64Relocations.Apply((Amd64Relocation)relocation.Type, field, target)
            : Arm64Relocations.Apply((Arm64Relocation)relocation.Type, field, target);

        // An absolute symbol stays where it is wherever the image goes.
        if (verdict.Kind == VerdictKind.DoneButMovable && home != Definition.Absolute)
            moved.Add(address);
        else if (verdict.Kind is VerdictKind.Refused)
            Complain(section, relocation, "LNK014", $"to {TargetName(section, relocation)} {verdict.Reason}");
    }

    private RelocationTarget AddressOf(int section, uint value)
    {
        if (section < 0)
            return new(value, 0, _outputs.Count + 1);

        ref var home = ref _sections[section];
        return new(home.Address + value, _outputs[home.Output].Address, home.Output + 1);
    }

    private string TargetName(int section, in CoffRelocation relocation) => NameOfSymbol(_sections[section].Object, (int)relocation.SymbolIndex);

    private void Complain(int section, in CoffRelocation relocation, string code, string what)
    {
        string type = Machine == Machine.X64 ? $"{(Amd64Relocation)relocation.Type}" : $"{(Arm64Relocation)relocation.Type}";
        string home = Text(_objects[_sections[section].Object].SectionName(_sections[section].Index));
        AddFault(_sections[section].Object, section, code, $"the {type} relocation in {PlaceName(section, relocation.Offset)}, at {home}+0x{relocation.Offset:x}, {what}");
    }

    // Whoever unwinds finds a function by binary search.
    private void SortUnwindTable()
    {
        if (_outputs.Find(output => output.Name == ".pdata") is not { } table)
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
        Entry = (uint)AddressOf(_symbols[_entry].Section, _symbols[_entry].Value).Address,
        Sections = [.. _outputs.Select(o => new PePlannedSection(o.Name, o.Traits, o.Address, o.Length, o.FileOffset, Align.Up(o.StoredLength, FileAlignment)))],
    }.Write(_image);
}
