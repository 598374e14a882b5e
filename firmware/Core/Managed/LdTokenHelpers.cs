namespace Internal.Runtime.CompilerHelpers;

/// <summary>What compiled code calls for typeof, and what ilc's scanner requires before it turns array initialisers into data.</summary>
internal static unsafe class LdTokenHelpers
{
    internal static RuntimeTypeHandle GetRuntimeTypeHandle(nint table) => *(RuntimeTypeHandle*)&table;

    internal static Type GetRuntimeType(nint table) => RuntimeType.Of((MethodTable*)table);

    internal static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => *(RuntimeFieldHandle*)&field;
}
