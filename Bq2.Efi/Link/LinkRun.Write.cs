using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

internal sealed partial class LinkRun
{
    // Enough work for a thread to be worth its while, and little enough that all are busy to the end.
    private const int InputsPerTask = 2048;

    private byte[] _baseRelocations = [];

    /// <summary>
    /// Makes the table by which firmware moves the image: every field that holds an address. Where these lie is known
    /// before a byte is copied, so that the image can be made in its full length at once.
    /// </summary>
    private void AddBaseRelocations()
    {
        var addresses = new List<uint>();
        foreach (var output in _outputs)
        {
            var parts = new List<uint>[PartsOf(output)];
            Cores.For(parts.Length, part => parts[part] = FindMovable(PartOf(output, part)));
            foreach (var part in parts)
                addresses.AddRange(part);
        }

        _baseRelocations = BaseRelocations.Encode(addresses, _outputs[0].Address);
        RefuseOverlaps(addresses);
        var last = _outputs[^1];
        _outputs.Add(new(BaseRelocations.SectionName, [])
        {
            Traits = SectionTraits.InitializedData | SectionTraits.Discardable | SectionTraits.Read,
            Address = Align.Up(last.Address + last.Length, _sectionAlignment),
            FileOffset = Align.Up(last.FileOffset + last.StoredLength, FileAlignment),
            Length = (uint)_baseRelocations.Length,
            StoredLength = (uint)_baseRelocations.Length,
        });
    }

    // Firmware would move the bytes that two fields share twice.
    private void RefuseOverlaps(List<uint> sorted)
    {
        for (int i = 1; i < sorted.Count && _faults.Count < GreatestFaults; i++)
        {
            uint before = sorted[i - 1], field = sorted[i];
            if (field == before || field - before >= sizeof(ulong))
                continue;

            // A field outside of all sections will be refused for that, and the link with it.
            int home = Array.FindIndex(_sections, 0, _sectionCount, s => !s.Dropped && s.Address <= before && before - s.Address < s.Length);
            if (home < 0)
                return;
            _faults.Add(OverlapFault(home, before - _sections[home].Address, field - before));
        }
    }

    private Fault OverlapFault(int section, uint offset, uint distance) =>
        new(EfiFaults.OverlappingAddresses, $"the address in {PlaceName(section, offset)} and the one {distance} bytes behind it overlap") { Path = _objects[_sections[section].Object].Path };

    private static int PartsOf(OutputSection output) => (int)Align.Units(output.Inputs.Length, InputsPerTask);

    private static ReadOnlySpan<int> PartOf(OutputSection output, int part) =>
        output.Inputs.AsSpan(part * InputsPerTask, Math.Min(InputsPerTask, output.Inputs.Length - part * InputsPerTask));

    [MethodImpl(Hot.Path)]
    private List<uint> FindMovable(ReadOnlySpan<int> inputs)
    {
        ushort movable = AddressType;
        var found = new List<uint>();
        foreach (int s in inputs)
        {
            ref var input = ref _sections[s];
            var destinations = _linked[input.Object].Destinations;
            foreach (ref readonly var relocation in _objects[input.Object].Relocations(input.Index))
            {
                // An absolute symbol stays where it is wherever the image goes.
                if (relocation.Type == movable && DestinationIn(destinations, relocation).Moves)
                    found.Add(input.Address + relocation.Offset);
            }
        }

        return found;
    }

    /// <summary>Copies every input to its place and fills in what waited for an address.</summary>
    private void CopyAndRelocate()
    {
        var reloc = _outputs[^1];
        _image = new byte[reloc.FileOffset + Align.Up(reloc.StoredLength, FileAlignment)];
        foreach (var output in _outputs)
        {
            if (output.IsCode)
                _image.AsSpan((int)output.FileOffset, (int)Align.Up(output.StoredLength, FileAlignment)).Fill(PaddingOf(Machine));
            Cores.For(PartsOf(output), part => CopyAndRelocate(output, PartOf(output, part)));
            WriteThunks(output);
        }

        _baseRelocations.CopyTo(_image, (int)reloc.FileOffset);
        ReportUnordered();
        CopySupplied();
    }

    // Between functions of x86-64 stands int3, so that a jump that went astray stops; on AArch64 zeros do the same.
    private static byte PaddingOf(Machine machine) => machine == Machine.X64 ? (byte)0xcc : (byte)0;

    [MethodImpl(Hot.Path)]
    private void CopyAndRelocate(OutputSection output, ReadOnlySpan<int> inputs)
    {
        int faults = 0;
        foreach (int s in inputs)
        {
            ref var input = ref _sections[s];
            var holder = _objects[input.Object];
            var place = Span<byte>.Empty;
            if (!input.ReservesOnly)
            {
                place = _image.AsSpan((int)(input.Address - output.Address + output.FileOffset), (int)input.Length);
                holder.Data(input.Index).CopyTo(place);
            }

            var destinations = _linked[input.Object].Destinations;
            foreach (ref readonly var relocation in holder.Relocations(input.Index))
            {
                if (!Relocate(s, input.Address, relocation, place, DestinationIn(destinations, relocation)) && ++faults > GreatestFaults)
                    return;
            }
        }
    }

    private static Destination DestinationIn(ReadOnlySpan<Destination> destinations, in CoffRelocation relocation) =>
        relocation.SymbolIndex < (uint)destinations.Length ? destinations[(int)relocation.SymbolIndex] : new(Destination.NoSymbol, 0);

    [MethodImpl(Hot.Path)]
    private bool Relocate(int section, uint start, in CoffRelocation relocation, Span<byte> place, Destination destination)
    {
        if (destination.Output is Destination.NoSymbol or Destination.Nowhere)
        {
            // The other object's copy of the function is described by that object's own rows.
            if (destination.Output == Destination.Nowhere && _groups[_sections[section].Group].IsFrameTable)
                return true;
            ComplainOfTarget(section, relocation, destination);
            return false;
        }

        var field = new RelocationPlace(relocation.Offset <= (uint)place.Length ? place[(int)relocation.Offset..] : default, start + relocation.Offset);
        var target = destination.Output < 0
            ? new RelocationTarget(destination.Address, null, _outputs.Count + 1)   // the number is what link.exe and lld give
            : new RelocationTarget(destination.Address, _outputs[destination.Output].Address, destination.Output + 1);
        var verdict = Machine == Machine.X64
            ? Amd64Relocations.Apply((Amd64Relocation)relocation.Type, field, target)
            : Arm64Relocations.Apply((Arm64Relocation)relocation.Type, field, ByWayOfThunk(section, relocation, field, target));
        if (verdict.Refusal is { } reason)
            Complain(section, relocation, EfiFaults.RelocationRefused, $"to {TargetName(section, relocation)} {reason}");
        return verdict.Refusal is null;
    }

    private void ComplainOfTarget(int section, in CoffRelocation relocation, Destination destination)
    {
        if (destination.Output == Destination.NoSymbol)
            Complain(section, relocation, EfiFaults.RelocationRow, $"refers to row {relocation.SymbolIndex} of the symbol table, which is no symbol");
        else
            Complain(section, relocation, EfiFaults.RelocationTarget, $"refers to {TargetName(section, relocation)}, which is not part of the image");
    }

    private string TargetName(int section, in CoffRelocation relocation) =>
        CppName.Show(NameOfSymbol(_sections[section].Object, (int)relocation.SymbolIndex));

    private void Complain(int section, CoffRelocation relocation, FaultCode code, string what)
    {
        string type = Machine == Machine.X64 ? $"{(Amd64Relocation)relocation.Type}" : $"{(Arm64Relocation)relocation.Type}";
        AddFault(_sections[section].Object, section, code, () =>
        {
            string home = Text(_objects[_sections[section].Object].SectionName(_sections[section].Index));
            return $"the {type} relocation in {PlaceName(section, relocation.Offset)}, at {home}+0x{relocation.Offset:x}, {what}";
        });
    }

    /// <summary>
    /// The part of the image that is the unwind table, which need not be a section of its own. Whatever objects ask for, the groups
    /// that make it lie side by side.
    /// </summary>
    private DataDirectory UnwindTable()
    {
        foreach (var output in _outputs)
        {
            int[] rows = [.. output.Groups.Where(group => group.IsUnwindTable && !group.ReservesOnly).SelectMany(group => group.Inputs)];
            if (rows.Length == 0)
                continue;
            ref var last = ref _sections[rows[^1]];
            uint start = _sections[rows[0]].Address;
            return new() { Address = start, Length = last.Address + last.Length - start };
        }

        return default;
    }

    // Whoever unwinds finds a function by binary search.
    private void SortUnwindTable()
    {
        var table = UnwindTable();
        if (table.Length == 0)
            return;

        var home = _outputs.FindLast(output => output.Address <= table.Address)!;
        var bytes = _image.AsSpan((int)(table.Address - home.Address + home.FileOffset), (int)table.Length);
        if (Machine == Machine.X64)
            Sort(MemoryMarshal.Cast<byte, Amd64Function>(bytes), function => function.Begin);
        else
            Sort(MemoryMarshal.Cast<byte, Arm64Function>(bytes), function => function.Begin);
    }

    // Mostly it is in order as it comes.
    private static void Sort<T>(Span<T> functions, Func<T, uint> begin)
    {
        for (int i = 1; i < functions.Length; i++)
        {
            if (begin(functions[i - 1]) <= begin(functions[i]))
                continue;
            functions.Sort((a, b) => begin(a).CompareTo(begin(b)));
            return;
        }
    }

    private void WriteHeaders()
    {
        Headers().Write(_image);
        StampName();
    }

    private PeHeaders Headers() => new()
    {
        Machine = Machine,
        Subsystem = options.Subsystem,
        Entry = DestinationOf(_symbols[_entry].Place).Address,
        SectionAlignment = _sectionAlignment,
        DebugDirectory = NameDirectory(),
        ExceptionDirectory = UnwindTable(),
        ResourceDirectory = _outputs.Find(output => output.Name == ResourceSection) is { } resources
            ? new() { Address = resources.Address, Length = resources.Length }
            : default,
        Sections = [.. _outputs.Select(o => new PePlannedSection(o.Name, o.HeaderTraits, o.Address, o.Length, o.FileOffset, Align.Up(o.StoredLength, FileAlignment)))],
    };
}
