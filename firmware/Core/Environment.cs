using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System;

public static unsafe partial class Environment
{
    /// <summary>What the loader does if the program has a bug: print it and exit. Set before anything can fail.</summary>
    internal static delegate*<string?, void> OnFailFast;

    public static string NewLine => "\r\n";

    /// <summary>There is one thread. Iterators ask, because another thread would need its own copy.</summary>
    public static int CurrentManagedThreadId => 1;

    // Every index into a span may end here; inlining it would make the program a tenth larger.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void FailFast(string? message)
    {
        OnFailFast(message);

        // Only reached if firmware did not let the program exit, which has been printed.
        while (true)
        {
        }
    }
}
