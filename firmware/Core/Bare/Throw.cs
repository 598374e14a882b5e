using System.Runtime.CompilerServices;

namespace System;

/// <summary>What Core does where .NET throws, in a program without a heap: print what is wrong and exit.</summary>
/// <remarks>Not inlined: there are hundreds of calls.</remarks>
internal static class Throw
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void IndexOutOfRange() => Environment.FailFast("index out of range");

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void SliceOutOfRange() => Environment.FailFast("slice out of range");

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void NegativeLength() => Environment.FailFast("span of negative length");

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void TooShort() => Environment.FailFast("span is too short");
}
