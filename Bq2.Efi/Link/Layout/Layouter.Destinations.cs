using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Layout;

internal sealed partial class Layouter
{
    private void SetDestinations(ImageLayout layout)
    {
        var destinations = new Destination[resolved.Files.Length][];
        Cores.For(destinations.Length, number => destinations[number] = DestinationsOf(resolved.Linked[number], layout));
        layout.Destinations = destinations;
    }

    [MethodImpl(Hot.Path)]
    private static Destination[] DestinationsOf(LinkedObject linked, ImageLayout layout)
    {
        var places = linked.Places;
        var destinations = GC.AllocateUninitializedArray<Destination>(places.Length);
        for (int row = 0; row < places.Length; row++)
            destinations[row] = layout.DestinationOf(places[row]);
        return destinations;
    }
}
