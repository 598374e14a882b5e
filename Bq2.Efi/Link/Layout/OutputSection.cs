using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Layout;

/// <summary>A section of the image: which inputs it is made of, in order, and where it lies.</summary>
internal sealed class OutputSection(string name, List<InputGroup> groups)
{
    public string Name => name;

    public IReadOnlyList<InputGroup> Groups => groups;

    public int[] Inputs { get; } = InputsOf(groups);

    public required SectionTraits Traits { get; init; }

    /// <summary>Bytes that the linker itself brings; the section has no inputs then.</summary>
    public ReadOnlyMemory<byte> Supplied { get; init; }

    /// <summary>Whether the image's name for crash logs lies at the end of this section.</summary>
    public bool HoldsName { get; set; }

    /// <summary>Thunks, in the order of the inputs that they follow.</summary>
    public List<Thunk> Thunks { get; } = [];

    public uint Address { get; set; }

    /// <summary>What it takes in memory.</summary>
    public uint Length { get; set; }

    /// <summary>How much of it is in the file; the rest, at its end, begins as zeros.</summary>
    public uint StoredLength { get; set; }

    public uint FileOffset { get; set; }

    /// <summary>
    /// What its header says. shim looks for the data of a section that is not marked as zeros, even where there are none.
    /// </summary>
    public SectionTraits HeaderTraits =>
        StoredLength != 0 ? Traits : Traits & ~SectionTraits.InitializedData | SectionTraits.UninitializedData;

    public bool IsCode => Traits.HasFlag(SectionTraits.Code);

    /// <summary>Where an address in it is stored in the file.</summary>
    public int OffsetOf(uint address) => (int)(address - Address + FileOffset);

    private static int[] InputsOf(List<InputGroup> groups)
    {
        var inputs = new List<int>();
        foreach (var group in groups)
            group.AppendTo(inputs);
        return inputs.ToArray();
    }
}
