using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>Throws, in separate methods, so that inlined code stays small.</summary>
internal static class Throw
{
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void IndexOutOfRange() => throw new IndexOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void SliceOutOfRange() => throw new ArgumentOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void NegativeLength() => throw new ArgumentOutOfRangeException();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void TooShort() => throw new ArgumentException("Destination is too short.");
}
