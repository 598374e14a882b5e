namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls for typeof, and ilc's scanner sees before the initialiser of an array is made plain data.</summary>
internal static unsafe class LdTokenHelpers
{
    internal static RuntimeTypeHandle GetRuntimeTypeHandle(nint table) => *(RuntimeTypeHandle*)&table;

    internal static Type GetRuntimeType(nint table) => RuntimeType.Of((MethodTable*)table);

    internal static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => *(RuntimeFieldHandle*)&field;
}
