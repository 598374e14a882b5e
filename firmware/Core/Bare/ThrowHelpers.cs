namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls where .NET would throw. Nothing can catch it: it prints what happened and exits.</summary>
/// <remarks>
/// Only those that ilc asks for. Most others stand in for methods that it cannot compile, and are missing on purpose: then ilc fails with
/// an error, and does not make a program that fails when it gets there.
/// </remarks>
internal static class ThrowHelpers
{
    internal static void ThrowOverflowException() => Environment.FailFast("arithmetic overflow");

    internal static void ThrowDivideByZeroException() => Environment.FailFast("division by zero");

    // ilc asks for it before it has seen the program.
    internal static void ThrowFeatureBodyRemoved() => Environment.FailFast("method left out by the compiler");
}
