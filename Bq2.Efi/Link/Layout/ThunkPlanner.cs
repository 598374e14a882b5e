using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Relocations;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Layout;

/// <summary>
/// Helps branches of AArch64 over distances that their fields do not hold: 128 MiB for calls, 1 MiB and 32 KiB for others. What
/// cannot be helped is a fault when it is applied.
/// </summary>
internal sealed class ThunkPlanner(Resolved resolved, ImageLayout layout)
{
    /// <summary>How often the image is laid out again at most.</summary>
    public const int Passes = 6;

    // Thunks move what lies behind them, so each pass leaves more room for that: a part of a branch's reach, in the end all but half.
    private const int FirstMargin = 6;

    public bool AllBranchesReach()
    {
        var code = layout.Outputs.Where(output => output.IsCode).ToList();
        long span = code.Count == 0 ? 0 : code.Max(output => output.Address + output.Length) - code.Min(output => output.Address);
        return code.TrueForAll(output =>
        {
            var reach = new bool[InputParts.CountOf(output)];
            Cores.For(reach.Length, part => reach[part] = AllReach(InputParts.Of(output, part), span));
            return reach.All(all => all);
        });
    }

    /// <summary>Makes all thunks anew, with the margin of a pass.</summary>
    public void MakeThunks(int pass)
    {
        layout.Thunks = [];
        foreach (var output in layout.Outputs.Where(output => output.IsCode))
            MakeThunks(output, FirstMargin - pass, layout.Thunks);
    }

    private static long ReachOf(ushort type) => (Arm64Relocation)type switch
    {
        Arm64Relocation.Branch26 => 1L << 27,
        Arm64Relocation.Branch19 => 1L << 20,
        Arm64Relocation.Branch14 => 1L << 15,
        _ => long.MaxValue,
    };

    // In most images no call can be longer than its reach: such are not looked at.
    [MethodImpl(Hot.Path)]
    private bool AllReach(ReadOnlySpan<int> inputs, long span)
    {
        foreach (int s in inputs)
        {
            foreach (ref readonly var relocation in resolved.Files[resolved.Sections[s].Object].Relocations(resolved.Sections[s].Index))
            {
                if (ReachOf(relocation.Type) > span || TargetOf(s, relocation) is not { } target)
                    continue;
                uint goal = layout.ThunkOf(s, relocation.Offset) is { } thunk ? thunk.Address : layout.DestinationOf(target).Address;
                if (!Reaches(relocation.Type, goal, layout.AddressOf(s) + relocation.Offset, margin: 0))
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
        var place = resolved.Linked[resolved.Sections[section].Object].PlaceOf(relocation);
        var code = resolved.DataOf(resolved.Sections[section]);
        if (place.Section < 0 || relocation.Offset > code.Length - sizeof(uint) || !layout.DestinationOf(place).Moves)
            return null;

        uint instruction = BinaryPrimitives.ReadUInt32LittleEndian(code[(int)relocation.Offset..]);
        return place with { Value = (uint)(place.Value + Arm64Relocations.BranchAddend((Arm64Relocation)relocation.Type, instruction)) };
    }

    /// <summary>Gives each branch that cannot reach its target the last thunk for that, or a new one behind its own input.</summary>
    private void MakeThunks(OutputSection output, int marginShift, Dictionary<(int Section, uint Offset), Thunk> thunks)
    {
        output.Thunks.Clear();
        var last = new Dictionary<SymbolPlace, Thunk>();
        for (int i = 0; i < output.Inputs.Length; i++)
        {
            int s = output.Inputs[i];
            foreach (ref readonly var relocation in resolved.Files[resolved.Sections[s].Object].Relocations(resolved.Sections[s].Index))
            {
                long reach = ReachOf(relocation.Type);
                if (reach == long.MaxValue || TargetOf(s, relocation) is not { } target)
                    continue;

                long moved = output.Thunks.Count * Thunk.Length, place = layout.AddressOf(s) + relocation.Offset + moved;
                if (Reaches(relocation.Type, layout.DestinationOf(target).Address, place, reach >> marginShift))
                    continue;

                if (!last.TryGetValue(target, out var thunk) || !Reaches(relocation.Type, thunk.Address, place, reach >> marginShift))
                {
                    thunk = new(i, target) { Address = (uint)(layout.AddressOf(s) + resolved.Sections[s].Length + moved) };
                    output.Thunks.Add(thunk);
                    last[target] = thunk;
                }

                thunks[(s, relocation.Offset)] = thunk;
            }
        }
    }
}
