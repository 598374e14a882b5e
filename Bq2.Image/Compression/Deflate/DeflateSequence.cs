namespace Bq2.Image;

/// <summary>Some literals, followed by a copy of the bytes a distance back.</summary>
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
