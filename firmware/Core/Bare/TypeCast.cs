namespace System.Runtime;

/// <summary>
/// Casts between classes. ilc's scanner wants to see the methods before it knows whether anybody casts; nobody does,
/// and ilc leaves them out of the object file again. One that is called after all is a bug of ours.
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
