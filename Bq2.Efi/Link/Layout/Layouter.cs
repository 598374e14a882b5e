using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Layout;

/// <summary>Groups the inputs into the image's sections and gives each its address, in memory and in the file.</summary>
internal sealed partial class Layouter(Resolved resolved, Selection selection, LinkOptions options, LinkFaults faults)
{
    // Every field that holds an address is 32 bits wide, and our signed arithmetic must not overflow.
    private const long MaxImage = 1L << 30;

    private readonly InputGroups _groups = InputGroups.Of(resolved, selection);

    /// <summary>The layout; null where there are faults.</summary>
    public ImageLayout? LayOut()
    {
        var outputs = OutputPlan.Make(resolved, _groups, faults);
        SuppliedSections.AddTo(outputs, resolved, options, faults);
        OutputChecks.Check(resolved, outputs, faults);
        if (faults.Any)
            return null;

        var layout = new ImageLayout(selection, resolved.SectionCount, outputs, _groups.SectionAlignment);
        if (!Place(layout) || !AddThunks(layout))
            return null;
        SetDestinations(layout);
        return layout;
    }

    private bool Place(ImageLayout layout)
    {
        uint address = layout.SectionAlignment;
        uint offset = PeHeaders.LengthFor(layout.Outputs.Count + 1);   // .reloc comes as well
        for (int i = 0; i < layout.Outputs.Count; i++)
        {
            var output = layout.Outputs[i];
            output.Address = address;
            output.FileOffset = offset;
            if (!PlaceInputs(layout, i, output))
                return false;
            PlaceSupplied(layout, output);

            address = Align.Up(output.Address + output.Length, layout.SectionAlignment) + options.SectionGap;
            offset = Align.Up(output.FileOffset + output.StoredLength, PeHeaders.FileAlignment);
        }

        return true;
    }

    [MethodImpl(Hot.Path)]
    private bool PlaceInputs(ImageLayout layout, int number, OutputSection output)
    {
        long at = output.Address, stored = at;
        int thunk = 0;
        for (int i = 0; i < output.Inputs.Length; i++)
        {
            int s = output.Inputs[i];
            ref var input = ref resolved.Sections[s];
            uint alignment = _groups.AlignmentOf(s);
            at = at + alignment - 1 & -(long)alignment;
            layout.Place(s, number, (uint)at);
            at += input.Length;
            for (; thunk < output.Thunks.Count && output.Thunks[thunk].After == i; thunk++)
            {
                output.Thunks[thunk].Address = (uint)(at = at + 3 & ~3L);
                at += Thunk.Length;
            }

            if (at > MaxImage)
            {
                Refuse(output, s);
                return false;
            }

            if (!input.ReservesOnly)
                stored = at;
        }

        output.Length = (uint)at - output.Address;
        output.StoredLength = (uint)stored - output.Address;
        return true;
    }

    private void Refuse(OutputSection output, int section) =>
        faults.Add(new(EfiFaults.ImageTooLarge, $"the image would be larger than {MaxImage >> 30} GiB at {output.Name}")
        {
            Path = resolved.PathOf(section),
        });

    private void PlaceSupplied(ImageLayout layout, OutputSection output)
    {
        if (!output.Supplied.IsEmpty)
            output.Length = output.StoredLength = (uint)output.Supplied.Length;
        if (!output.HoldsName)
            return;

        layout.NameAddress = Align.Up(output.Address + output.Length, NameRecord.Alignment);
        output.Length = output.StoredLength = layout.NameAddress - output.Address + NameRecord.LengthOf(options.Name!);
    }

    // Thunks move what lies behind them, so the image is laid out again, until every branch reaches its target.
    private bool AddThunks(ImageLayout layout)
    {
        if (resolved.Machine != Machine.Arm64)
            return true;

        var planner = new ThunkPlanner(resolved, layout);
        for (int pass = 0; pass < ThunkPlanner.Passes && !planner.AllBranchesReach(); pass++)
        {
            planner.MakeThunks(pass);
            if (!Place(layout))
                return false;
        }

        return true;
    }
}
