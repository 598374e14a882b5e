using Bq2.Efi.Link.Inputs;

namespace Bq2.Efi.Link.Layout;

/// <summary>
/// Three instructions of AArch64 that go on to where a branch cannot reach. They stand behind an input of the branch's section.
/// </summary>
internal sealed class Thunk(int after, SymbolPlace target)
{
    public const int Length = 3 * sizeof(uint);

    /// <summary>The input that it follows, counted in its section of the image.</summary>
    public int After => after;

    /// <summary>Where it leads, with what the branch adds to its symbol.</summary>
    public SymbolPlace Target => target;

    /// <summary>Where it lies; an estimate until the image is laid out again.</summary>
    public uint Address { get; set; }
}
