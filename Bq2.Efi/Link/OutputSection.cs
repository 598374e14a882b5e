using Bq2.Efi.Pe;

namespace Bq2.Efi.Link;

/// <summary>A section of the image: which inputs it is made of, in order, and where it lies.</summary>
internal sealed class OutputSection(string name, List<SectionGroup> groups)
{
    public string Name => name;

    public List<SectionGroup> Groups => groups;

    public int[] Inputs { get; } = InputsOf(groups);

    /// <summary>What helps branches on, in the order of the inputs that they stand behind.</summary>
    public List<Thunk> Thunks { get; } = [];

    public SectionTraits Traits { get; set; }

    public uint Address { get; set; }

    /// <summary>What it takes in memory.</summary>
    public uint Length { get; set; }

    /// <summary>What of it is in the file; the rest, at its end, begins as zeros.</summary>
    public uint StoredLength { get; set; }

    public uint FileOffset { get; set; }

    /// <summary>What the image says of it. shim looks for the data of a section that is not marked as zeros, even where there are none.</summary>
    public SectionTraits HeaderTraits => StoredLength != 0 ? Traits : Traits & ~SectionTraits.InitializedData | SectionTraits.UninitializedData;

    public bool IsCode => Traits.HasFlag(SectionTraits.Code);

    private static int[] InputsOf(List<SectionGroup> groups)
    {
        var inputs = new List<int>();
        foreach (var group in groups)
            inputs.AddRange(group.Inputs);
        return inputs.ToArray();
    }
}
