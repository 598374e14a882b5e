namespace System.Runtime;

/// <summary>
/// Casts between classes. ilc's scanner requires the methods before it knows whether anything casts; nothing does, so ilc leaves them out
/// of the object file again. A call of one is a bug of ours.
/// </summary>
internal static unsafe class TypeCast
{
    internal static object? CheckCastAny(void* type, object? obj) => Unsupported();

    internal static object? CheckCastInterface(void* type, object? obj) => Unsupported();

    internal static object? CheckCastClass(void* type, object? obj) => Unsupported();

    internal static object? CheckCastClassSpecial(void* type, object? obj) => Unsupported();

    internal static object? IsInstanceOfAny(void* type, object? obj) => Unsupported();

    internal static object? IsInstanceOfInterface(void* type, object? obj) => Unsupported();

    internal static object? IsInstanceOfClass(void* type, object? obj) => Unsupported();

    internal static object? IsInstanceOfException(void* type, object? obj) => Unsupported();

    private static object? Unsupported()
    {
        Environment.FailFast("cast of an object");
        return null;
    }
}
