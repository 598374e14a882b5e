namespace System.Runtime.CompilerServices;

/// <summary>How ilc gets at the value in a box, to call its methods.</summary>
internal sealed class RawData
{
#pragma warning disable CS0649 // never made: other objects are looked at as if they were one
    public byte Data;
#pragma warning restore CS0649
}
