using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Pe;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Output;

/// <summary>Makes the bytes of an image that is laid out.</summary>
internal sealed partial class ImageWriter(Resolved resolved, ImageLayout layout, LinkOptions options, LinkFaults faults)
{
    private readonly UnwindTable _unwind = UnwindTable.Of(resolved, layout);

    /// <summary>The image; null where there are faults.</summary>
    public WrittenImage? Write()
    {
        byte[] relocations = MakeBaseRelocations();
        var reloc = Behind(layout.Outputs[^1], relocations.Length);
        byte[] image = new byte[reloc.FileOffset + Align.Up(reloc.StoredLength, PeHeaders.FileAlignment)];

        CopyAndRelocate(image);
        relocations.CopyTo(image, (int)reloc.FileOffset);
        CopySupplied(image);
        if (faults.Any)
            return null;

        _unwind.Sort(image, resolved.Machine);
        List<OutputSection> sections = [.. layout.Outputs, reloc];
        Headers(sections).Write(image);
        WriteName(image);
        return new(image, sections);
    }

    private byte[] MakeBaseRelocations()
    {
        var fields = new MovableFields(resolved, layout);
        var addresses = fields.Find();
        fields.RefuseOverlaps(addresses, faults);
        return BaseRelocations.Encode(CollectionsMarshal.AsSpan(addresses), layout.Outputs[0].Address);
    }

    /// <summary>Copies every input to its place and fills in what waited for an address.</summary>
    private void CopyAndRelocate(byte[] image)
    {
        foreach (var output in layout.Outputs)
        {
            if (output.IsCode)
                image.AsSpan((int)output.FileOffset, (int)Align.Up(output.StoredLength, PeHeaders.FileAlignment)).Fill(Padding);
            Cores.For(InputParts.CountOf(output), part => CopyAndRelocate(image, output, InputParts.Of(output, part)));
            ThunkWriter.Write(output, layout, image);
        }

        faults.Report(resolved.Files);
    }

    // Between functions of x86-64 stands int3, so that a jump that went astray stops; on AArch64 zeros do the same.
    private byte Padding => resolved.Machine == Machine.X64 ? (byte)0xcc : (byte)0;

    [MethodImpl(Hot.Path)]
    private void CopyAndRelocate(byte[] image, OutputSection output, ReadOnlySpan<int> inputs)
    {
        var relocator = new Relocator(resolved, layout, faults);
        int refused = 0;
        foreach (int s in inputs)
        {
            ref var input = ref resolved.Sections[s];
            var holder = resolved.Files[input.Object];
            uint address = layout.AddressOf(s);
            var place = Span<byte>.Empty;
            if (!input.ReservesOnly)
            {
                place = image.AsSpan(output.OffsetOf(address), (int)input.Length);
                holder.Data(input.Index).CopyTo(place);
            }

            var destinations = layout.Destinations[input.Object];
            foreach (ref readonly var relocation in holder.Relocations(input.Index))
            {
                if (!relocator.Apply(s, address, relocation, place, Destination.Of(relocation, destinations))
                    && ++refused > LinkFaults.MaxShown)
                    return;
            }
        }
    }

    private void CopySupplied(byte[] image)
    {
        foreach (var output in layout.Outputs)
            output.Supplied.Span.CopyTo(image.AsSpan((int)output.FileOffset));
        foreach (var output in layout.Outputs)
        {
            if (output.Name == Sbat.SectionName)
            {
                CheckSbat(image, output);
                return;
            }
        }
    }

    private void CheckSbat(byte[] image, OutputSection sbat)
    {
        string? path = sbat.Inputs.Length == 0 ? null : resolved.PathOf(sbat.Inputs[0]);
        var rows = image.AsSpan((int)sbat.FileOffset, (int)sbat.StoredLength);
        foreach (var fault in Sbat.Check(rows))
            faults.Add((fault with { Path = path, Message = $"{Sbat.SectionName}, {fault.Message}" }).Showing(rows, fault.Offset ?? 0, 1));
    }

    private void WriteName(byte[] image)
    {
        foreach (var output in layout.Outputs)
        {
            if (output.HoldsName)
                NameRecord.Write(image, layout.NameAddress, (uint)output.OffsetOf(layout.NameAddress), options.Name!);
        }
    }
}
