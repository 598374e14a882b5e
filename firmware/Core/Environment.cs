using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

public static unsafe partial class Environment
{
    /// <summary>What the loader does when the program is wrong: say so and leave. Set before anything can be.</summary>
    internal static delegate*<string?, void> OnFailFast;

    public static string NewLine => "\r\n";

    /// <summary>There is one thread. Iterators ask, as another one would need a copy of its own.</summary>
    public static int CurrentManagedThreadId => 1;

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
