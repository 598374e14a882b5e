using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Link.Layout;
using Bq2.Efi.Link.Relocations;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Output;

/// <summary>
/// The fields that hold an address: firmware changes them when it moves the image. Where they lie is known before a byte is copied, so
/// that the image can be made in its full length at once.
/// </summary>
internal sealed class MovableFields(Resolved resolved, ImageLayout layout)
{
    /// <summary>The addresses of these fields, in order.</summary>
    public List<uint> Find()
    {
        var addresses = new List<uint>();
        foreach (var output in layout.Outputs)
        {
            var parts = new List<uint>[InputParts.CountOf(output)];
            Cores.For(parts.Length, part => parts[part] = FindIn(InputParts.Of(output, part)));
            foreach (var part in parts)
                addresses.AddRange(part);
        }

        // Mostly they come in order: the compilers write relocations so.
        if (!IsSorted(CollectionsMarshal.AsSpan(addresses)))
            addresses.Sort();
        return addresses;
    }

    [MethodImpl(Hot.Path)]
    private static bool IsSorted(ReadOnlySpan<uint> addresses)
    {
        for (int i = 1; i < addresses.Length; i++)
        {
            if (addresses[i - 1] > addresses[i])
                return false;
        }

        return true;
    }

    [MethodImpl(Hot.Path)]
    private List<uint> FindIn(ReadOnlySpan<int> inputs)
    {
        ushort movable = FieldRelocations.AddressType(resolved.Machine);
        var found = new List<uint>();
        foreach (int s in inputs)
        {
            ref var input = ref resolved.Sections[s];
            var destinations = layout.Destinations[input.Object];
            foreach (ref readonly var relocation in resolved.Files[input.Object].Relocations(input.Index))
            {
                // An absolute symbol stays where it is wherever the image goes.
                if (relocation.Type == movable && Destination.Of(relocation, destinations).Moves)
                    found.Add(layout.AddressOf(s) + relocation.Offset);
            }
        }

        return found;
    }

    /// <summary>Refuses fields that share bytes: firmware would change those twice.</summary>
    public void RefuseOverlaps(List<uint> sorted, LinkFaults faults)
    {
        for (int i = 1; i < sorted.Count && !faults.IsFull; i++)
        {
            uint before = sorted[i - 1], field = sorted[i];
            if (field == before || field - before >= sizeof(ulong))
                continue;

            // A field outside of all sections is refused for that later, and the link with it.
            int home = HomeOf(before);
            if (home < 0)
                return;
            string place = resolved.PlaceName(home, before - layout.AddressOf(home));
            faults.Add(new(EfiFaults.OverlappingAddresses, $"the address in {place} and the one {field - before} bytes behind it overlap")
            {
                Path = resolved.PathOf(home),
            });
        }
    }

    private int HomeOf(uint address)
    {
        foreach (var output in layout.Outputs)
        {
            int home = Array.FindIndex(output.Inputs, s => address - layout.AddressOf(s) < resolved.Sections[s].Length);
            if (home >= 0)
                return output.Inputs[home];
        }

        return -1;
    }
}
