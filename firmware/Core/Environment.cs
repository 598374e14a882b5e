using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

public static unsafe class Environment
{
    /// <summary>What the loader does when the program is wrong: say so and leave. Set before anything can be.</summary>
    internal static delegate*<string?, void> OnFailFast;

    // Every index into a span may end here; inlined, the program would be a tenth longer.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void FailFast(string? message)
    {
        OnFailFast(message);

        // Only where firmware would not let the program go, which it has said by now.
        while (true)
        {
        }
    }
}
