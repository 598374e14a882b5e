namespace Bq2.Image;

/// <summary>Some literals, followed by a copy of the bytes <see cref="Distance"/> back.</summary>
internal struct DeflateSequence
{
    public int Literals;
    public ushort Length;
    public ushort Distance;
}
