namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls where .NET would throw. Nothing can catch here: it says what happened and leaves.</summary>
/// <remarks>
/// Only those that ilc asks for. Most others stand for methods that it cannot compile, and are missing on purpose:
/// ilc then stops with an error, instead of making a program that fails when it gets there.
/// </remarks>
internal static class ThrowHelpers
{
    internal static void ThrowOverflowException() => Environment.FailFast("arithmetic overflow");

    internal static void ThrowDivideByZeroException() => Environment.FailFast("division by zero");

    // Asked for before there is a program to look at.
    internal static void ThrowFeatureBodyRemoved() => Environment.FailFast("method left out by the compiler");
}
