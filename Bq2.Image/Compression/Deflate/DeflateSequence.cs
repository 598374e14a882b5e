namespace Bq2.Image;

/// <summary>Some bytes as they are, and then a copy of what stood a distance before.</summary>
internal struct DeflateSequence
{
    public ushort Literals;
    public ushort Length;

    /// <summary>The distance's extra bits.</summary>
    public ushort DistanceRest;

    public byte DistanceRestBits;

    /// <summary>The distance's symbol.</summary>
    public byte DistanceSlot;
}
