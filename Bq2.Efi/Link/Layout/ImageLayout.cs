using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Link.Resolution;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Layout;

/// <summary>Where everything lies, in memory and in the file: the image's sections, their inputs, and each symbol.</summary>
internal sealed class ImageLayout(Selection selection, int sectionCount, List<OutputSection> outputs, uint sectionAlignment)
{
    public const string ResourceSection = ".rsrc";

    // By input section: the section of the image that it is part of, and its first byte's address.
    private readonly Destination[] _starts = MakeStarts(sectionCount);

    public IReadOnlyList<OutputSection> Outputs => outputs;

    public uint SectionAlignment => sectionAlignment;

    /// <summary>The thunk that helps a relocation on, by its section and its offset there.</summary>
    public Dictionary<(int Section, uint Offset), Thunk>? Thunks { get; set; }

    /// <summary>By object and row of its symbol table: a relocation need not ask more than its row.</summary>
    public Destination[][] Destinations { get; set; } = [];

    /// <summary>Where the record with the image's name begins; 0 where it has none.</summary>
    public uint NameAddress { get; set; }

    public uint AddressOf(int section) => _starts[section].Address;

    /// <summary>The section of the image that an input lies in; null where it lies in none.</summary>
    public OutputSection? OutputOf(int section) => _starts[section].Output is >= 0 and var output ? outputs[output] : null;

    public void Place(int section, int output, uint address) => _starts[section] = new(output, address);

    [MethodImpl(Hot.Path)]
    public Destination DestinationOf(SymbolPlace place)
    {
        if (place.Section < 0)
            return new(place.Section, place.Value);

        int home = selection.For(place.Section);
        if (home == Selection.None || _starts[home].Output == Destination.Nowhere)
            return new(Destination.Nowhere, 0);
        return _starts[home] with { Address = _starts[home].Address + place.Value };
    }

    public Thunk? ThunkOf(int section, uint offset) =>
        Thunks is not null && Thunks.TryGetValue((section, offset), out var thunk) ? thunk : null;

    private static Destination[] MakeStarts(int count)
    {
        var starts = GC.AllocateUninitializedArray<Destination>(count);
        Array.Fill(starts, new(Destination.Nowhere, 0));
        return starts;
    }
}
