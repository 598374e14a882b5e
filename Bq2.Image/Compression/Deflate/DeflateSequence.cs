namespace Bq2.Image;

/// <summary>Some bytes as they are, and then a copy of what stood <see cref="Distance"/> before.</summary>
internal struct DeflateSequence
{
    public int Literals;
    public ushort Length;
    public ushort Distance;
}
