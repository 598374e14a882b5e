using System.Runtime.CompilerServices;

namespace System.Runtime;

internal static unsafe partial class RuntimeExports
{
    /// <summary>The linker's stub for interface calls asks here for the method.</summary>
    [RuntimeExport("RhpCidResolve")]
    internal static nint ResolveInterfaceCall(object? obj, nint cell)
    {
        if (obj is null)
            throw new NullReferenceException();

        int place = (int)((obj.m_pEEType >> 3 ^ cell >> 4) & CallCacheSize - 1);
        ref var known = ref s_calls[place];
        if (known.Type != obj.m_pEEType || known.Cell != cell)
            known = new() { Type = obj.m_pEEType, Cell = cell, Method = InterfaceCalls.Resolve(obj, cell) };
        return known.Method;
    }

    // A cache of earlier answers. The cells are not changed: they call the stub each time.
    private const int CallCacheSize = 256;

    private static CallCache s_calls;

    private struct KnownCall
    {
        public nint Type;
        public nint Cell;
        public nint Method;
    }

    [InlineArray(CallCacheSize)]
    private struct CallCache
    {
        private KnownCall _first;
    }
}
