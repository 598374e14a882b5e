namespace Bq2.Image;

/// <summary>The first field of an inode: its form, and how the data are stored.</summary>
internal readonly record struct ErofsInodeFormat(ushort Bits)
{
    private const int ExtendedBit = 1, LayoutShift = 1, LayoutMask = 7;

    public ErofsInodeFormat(bool isExtended, ErofsDataLayout layout)
        : this((ushort)((isExtended ? ExtendedBit : 0) | (int)layout << LayoutShift))
    {
    }

    public bool IsExtended => (Bits & ExtendedBit) != 0;

    public ErofsDataLayout Layout => (ErofsDataLayout)(Bits >> LayoutShift & LayoutMask);

    /// <summary>Whether all bits have a meaning here.</summary>
    public bool IsKnown => Bits >> LayoutShift <= (int)ErofsDataLayout.Chunks;
}
