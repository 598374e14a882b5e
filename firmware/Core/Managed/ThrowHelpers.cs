namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls where a check fails.</summary>
/// <remarks>
/// Only those that ilc asks for of sound programs. The others stand for methods that it cannot compile, and are missing on
/// purpose: ilc then stops with an error, instead of making a program that fails when it gets there.
/// </remarks>
internal static class ThrowHelpers
{
    internal static void ThrowIndexOutOfRangeException() => throw new IndexOutOfRangeException();

    internal static void ThrowNullReferenceException() => throw new NullReferenceException();

    internal static void ThrowOverflowException() => throw new OverflowException();

    internal static void ThrowDivideByZeroException() => throw new DivideByZeroException();

    internal static void ThrowPlatformNotSupportedException() => throw new PlatformNotSupportedException();

    internal static void ThrowArgumentException() => throw new ArgumentException();

    internal static void ThrowArgumentOutOfRangeException() => throw new ArgumentOutOfRangeException();

    // Asked for before there is a program to look at.
    internal static void ThrowFeatureBodyRemoved() => throw new NotSupportedException();
}
