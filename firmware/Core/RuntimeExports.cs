namespace System.Runtime;

/// <summary>The symbols that compiled code calls and that .NET's native runtime would define.</summary>
internal static unsafe partial class RuntimeExports
{
    // A garbage collector would have to know which threads are outside managed code. There are neither:
    // calls into firmware and from it need no bookkeeping.
    [RuntimeExport("RhpPInvoke")]
    internal static void PInvoke(void* frame)
    {
    }

    [RuntimeExport("RhpPInvokeReturn")]
    internal static void PInvokeReturn(void* frame)
    {
    }

    [RuntimeExport("RhpReversePInvoke")]
    internal static void ReversePInvoke(void* frame)
    {
    }

    [RuntimeExport("RhpReversePInvokeReturn")]
    internal static void ReversePInvokeReturn(void* frame)
    {
    }

    // A method with a buffer on the stack found the cookie after it changed.
    [RuntimeExport("RhpFallbackFailFast")]
    internal static void FallbackFailFast() => Environment.FailFast("stack buffer overrun");
}
