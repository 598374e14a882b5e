using System.Runtime.CompilerServices;

namespace System;

/// <summary>Only literals exist: nothing here makes a string at run time.</summary>
public sealed class String
{
#pragma warning disable CS0649 // ilc lays literals out with these two fields
    private readonly int _stringLength;
    private readonly char _firstChar;
#pragma warning restore CS0649

    public int Length
    {
        [Intrinsic]
        get => _stringLength;
    }

    public ref readonly char GetPinnableReference() => ref _firstChar;
}
