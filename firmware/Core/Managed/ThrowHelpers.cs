namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls if a check fails.</summary>
/// <remarks>
/// Only those that ilc requires of correct programs. The others stand in for methods that it cannot compile, and are missing on purpose:
/// then ilc fails with an error, and does not make a program that fails when it gets there.
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

    // ilc asks for it before it has seen the program.
    internal static void ThrowFeatureBodyRemoved() => throw new NotSupportedException();
}
