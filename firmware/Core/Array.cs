namespace System;

public abstract class Array
{
#pragma warning disable CS0649 // ilc puts the length here
    private readonly int _numComponents;
#pragma warning restore CS0649

    public int Length => _numComponents;
}

/// <summary>What ilc gives arrays as their class. Loops over arrays are plain indexing and need nothing of it.</summary>
internal sealed class Array<T> : Array;
