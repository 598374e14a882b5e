using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link;

/// <summary>What helps branches of AArch64 over distances that their fields do not hold: 128 MiB for calls, 1 MiB and 32 KiB for others.</summary>
internal sealed partial class LinkRun
{
    // Thunks move what lies behind them, so each pass leaves more room for that: a part of a branch's reach, in the end all but half.
    private const int FirstMargin = 6, ThunkPasses = 6;

    private readonly Dictionary<(int Section, uint Offset), Thunk> _thunks = [];

    /// <summary>Lays the image out again, with thunks, until every branch reaches its target; what cannot be helped is a fault when it is applied.</summary>
    private bool AddThunks()
    {
        if (Machine != Machine.Arm64)
            return true;

        for (int pass = 0; pass < ThunkPasses && !AllBranchesReach(); pass++)
        {
            _thunks.Clear();
            foreach (var output in _outputs.Where(output => output.IsCode))
                MakeThunks(output, FirstMargin - pass);
            if (!PlaceOutputs())
                return false;
        }

        return true;
    }

    private static long ReachOf(ushort type) => (Arm64Relocation)type switch
    {
        Arm64Relocation.Branch26 => 1L << 27,
        Arm64Relocation.Branch19 => 1L << 20,
        Arm64Relocation.Branch14 => 1L << 15,
        _ => long.MaxValue,
    };

    private bool AllBranchesReach()
    {
        var code = _outputs.Where(output => output.IsCode).ToList();
        long span = code.Count == 0 ? 0 : code.Max(output => output.Address + output.Length) - code.Min(output => output.Address);
        return code.TrueForAll(output =>
        {
            var reach = new bool[PartsOf(output)];
            Cores.For(reach.Length, part => reach[part] = AllReach(PartOf(output, part), span));
            return reach.All(all => all);
        });
    }

    // In most images no call can be longer than its reach: such are not looked at.
    [MethodImpl(Hot.Path)]
    private bool AllReach(ReadOnlySpan<int> inputs, long span)
    {
        foreach (int s in inputs)
        {
            foreach (ref readonly var relocation in _objects[_sections[s].Object].Relocations(_sections[s].Index))
            {
                if (ReachOf(relocation.Type) > span || TargetOf(s, relocation) is not { } target)
                    continue;
                uint goal = _thunks.TryGetValue((s, relocation.Offset), out var thunk) ? thunk.Address : DestinationOf(target).Address;
                if (!Reaches(relocation.Type, goal, _sections[s].Address + relocation.Offset, margin: 0))
                    return false;
            }
        }

        return true;
    }

    private static bool Reaches(ushort type, long target, long place, long margin) =>
        target - place - margin >= -ReachOf(type) && target - place + margin < ReachOf(type);

    /// <summary>The place that a branch leads to; null where it leads to none in the image.</summary>
    private SymbolPlace? TargetOf(int section, in CoffRelocation relocation)
    {
        var place = _linked[_sections[section].Object].PlaceOf(relocation);
        var code = _objects[_sections[section].Object].Data(_sections[section].Index);
        if (place.Section < 0 || relocation.Offset > code.Length - sizeof(uint) || !DestinationOf(place).Moves)
            return null;

        long addend = Arm64Relocations.BranchAddend((Arm64Relocation)relocation.Type, BinaryPrimitives.ReadUInt32LittleEndian(code[(int)relocation.Offset..]));
        return place with { Value = (uint)(place.Value + addend) };
    }

    /// <summary>Gives each branch that cannot reach its target the last thunk for that, or a new one behind its own input.</summary>
    private void MakeThunks(OutputSection output, int marginShift)
    {
        output.Thunks.Clear();
        var last = new Dictionary<SymbolPlace, Thunk>();
        for (int i = 0; i < output.Inputs.Length; i++)
        {
            int s = output.Inputs[i];
            foreach (ref readonly var relocation in _objects[_sections[s].Object].Relocations(_sections[s].Index))
            {
                long reach = ReachOf(relocation.Type);
                if (reach == long.MaxValue || TargetOf(s, relocation) is not { } target)
                    continue;

                long moved = output.Thunks.Count * Thunk.Length, place = _sections[s].Address + relocation.Offset + moved;
                if (Reaches(relocation.Type, DestinationOf(target).Address, place, reach >> marginShift))
                    continue;

                if (!last.TryGetValue(target, out var thunk) || !Reaches(relocation.Type, thunk.Address, place, reach >> marginShift))
                {
                    thunk = new(i, target) { Address = (uint)(_sections[s].Address + _sections[s].Length + moved) };
                    output.Thunks.Add(thunk);
                    last[target] = thunk;
                }

                _thunks[(s, relocation.Offset)] = thunk;
            }
        }
    }

    private void WriteThunks(OutputSection output)
    {
        foreach (var thunk in output.Thunks)
        {
            var code = _image.AsSpan((int)(thunk.Address - output.Address + output.FileOffset), Thunk.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(code, 0x90000010);           // adrp x16, target
            BinaryPrimitives.WriteUInt32LittleEndian(code[4..], 0x91000210);      // add x16, x16, target's offset in its page
            BinaryPrimitives.WriteUInt32LittleEndian(code[8..], 0xd61f0200);      // br x16
            var target = new RelocationTarget(DestinationOf(thunk.Target).Address, null, 0);
            Arm64Relocations.Apply(Arm64Relocation.PageBaseRel21, new(code, thunk.Address), target);
            Arm64Relocations.Apply(Arm64Relocation.PageOffset12A, new(code[4..], thunk.Address + 4), target);
        }
    }

    /// <summary>Where a branch leads in truth; what it adds to its symbol has gone into the thunk.</summary>
    private RelocationTarget ByWayOfThunk(int section, in CoffRelocation relocation, in RelocationPlace field, in RelocationTarget target)
    {
        if (_thunks.Count == 0 || !_thunks.TryGetValue((section, relocation.Offset), out var thunk))
            return target;
        Arm64Relocations.ClearBranch((Arm64Relocation)relocation.Type, field);
        return target with { Address = thunk.Address };
    }
}
