namespace System;

/// <summary>What Core does where .NET throws, in a program without a heap: it says what is wrong and leaves.</summary>
internal static class Throw
{
    internal static void IndexOutOfRange() => Environment.FailFast("index out of range");

    internal static void SliceOutOfRange() => Environment.FailFast("slice out of range");

    internal static void NegativeLength() => Environment.FailFast("span of negative length");

    internal static void TooShort() => Environment.FailFast("span is too short");
}
