using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Names;
using Bq2.Efi.Link.Relocations;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Output;

/// <summary>Fills in the fields of sections that wait for an address.</summary>
internal readonly struct Relocator(Resolved resolved, ImageLayout layout, LinkFaults faults)
{
    private readonly bool _isX64 = resolved.Machine == Machine.X64;

    /// <summary>Applies one relocation; false where it was refused, and a fault was noted.</summary>
    [MethodImpl(Hot.Path)]
    public bool Apply(int section, uint start, in CoffRelocation relocation, Span<byte> place, Destination destination)
    {
        if (destination.Output is Destination.NoSymbol or Destination.Nowhere)
        {
            // The other object's copy of the function is described by that object's own rows.
            if (destination.Output == Destination.Nowhere && resolved.Groups[resolved.Sections[section].Group].IsFrameTable)
                return true;
            RefuseTarget(section, relocation, destination);
            return false;
        }

        var bytes = relocation.Offset <= (uint)place.Length ? place[(int)relocation.Offset..] : default;
        var field = new RelocationPlace(bytes, start + relocation.Offset);
        var target = destination.Output < 0
            ? new RelocationTarget(destination.Address, null, layout.Outputs.Count + 2)   // the number is what link.exe and lld give
            : new RelocationTarget(destination.Address, layout.Outputs[destination.Output].Address, destination.Output + 1);
        var verdict = _isX64
            ? Amd64Relocations.Apply((Amd64Relocation)relocation.Type, field, target)
            : Arm64Relocations.Apply((Arm64Relocation)relocation.Type, field, ByWayOfThunk(section, relocation, field, target));
        if (verdict.Refusal is not null)
            Refuse(section, relocation, verdict.Refusal);
        return verdict.Refusal is null;
    }

    /// <summary>Where a branch really leads. What it adds to its symbol has gone into the thunk.</summary>
    private RelocationTarget ByWayOfThunk(int section, in CoffRelocation relocation, in RelocationPlace field, in RelocationTarget target)
    {
        if (layout.ThunkOf(section, relocation.Offset) is not { } thunk)
            return target;
        Arm64Relocations.ClearBranch((Arm64Relocation)relocation.Type, field);
        return target with { Address = thunk.Address };
    }

    private void Refuse(int section, in CoffRelocation relocation, string reason) =>
        Note(section, relocation, EfiFaults.RelocationRefused, $"to {TargetName(section, relocation)} {reason}");

    private void RefuseTarget(int section, in CoffRelocation relocation, Destination destination)
    {
        if (destination.Output == Destination.NoSymbol)
        {
            string row = $"refers to row {relocation.SymbolIndex} of the symbol table, which is not a symbol";
            Note(section, relocation, EfiFaults.RelocationRow, row);
        }
        else
        {
            string target = $"refers to {TargetName(section, relocation)}, which is not part of the image";
            Note(section, relocation, EfiFaults.RelocationTarget, target);
        }
    }

    private string TargetName(int section, in CoffRelocation relocation) =>
        CppName.Show(resolved.NameOfSymbol(resolved.Sections[section].Object, (int)relocation.SymbolIndex));

    private void Note(int section, CoffRelocation relocation, FaultCode code, string what)
    {
        var inputs = resolved;
        string type = _isX64 ? $"{(Amd64Relocation)relocation.Type}" : $"{(Arm64Relocation)relocation.Type}";
        faults.Note(inputs.Sections[section].Object, section, code, () =>
        {
            string place = inputs.PlaceName(section, relocation.Offset);
            return $"the {type} relocation in {place}, at {inputs.NameOfSection(section)}+0x{relocation.Offset:x}, {what}";
        });
    }
}
