namespace System.Runtime.CompilerServices;

/// <summary>ilc's way to the value in a box, for methods of values that are called on boxes.</summary>
internal sealed class RawData
{
#pragma warning disable CS0649 // never made: other objects are looked at as if they were one
    public byte Data;
#pragma warning restore CS0649
}
