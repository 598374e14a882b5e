using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public struct Void;

public abstract class Type : System.Reflection.MemberInfo
{
    internal abstract unsafe MethodTable* Table { get; }

    /// <summary>
    /// A program only knows a type's name, if names were linked in; .NET includes the assemblies of type arguments.
    /// </summary>
    public abstract string? FullName { get; }

    [Intrinsic]
    public static unsafe Type GetTypeFromHandle(RuntimeTypeHandle handle) => RuntimeType.Of(handle.Table);

    // The compiler relies on one Type object for each type.
    [Intrinsic]
    public static bool operator ==(Type? left, Type? right) => ReferenceEquals(left, right);

    [Intrinsic]
    public static bool operator !=(Type? left, Type? right) => !(left == right);

    public override bool Equals(object? o) => ReferenceEquals(this, o);

    public override unsafe int GetHashCode() => (int)((nint)Table >> 3);
}

/// <summary>Made at first use, and stored with the type.</summary>
internal sealed unsafe class RuntimeType : Type
{
    private readonly MethodTable* _table;

    private RuntimeType(MethodTable* table) => _table = table;

    internal override MethodTable* Table => _table;

    internal static RuntimeType Of(MethodTable* table)
    {
        ref var known = ref Unsafe.AsRef<RuntimeType?>(table->Memory);
        return known ??= new(table);
    }

    public override string FullName => RuntimeHelpers.TypeName(_table);

    public override string Name => RuntimeHelpers.ShortTypeName(_table);

    public override string ToString() => FullName;
}

public readonly unsafe struct RuntimeTypeHandle
{
#pragma warning disable CS0649 // ilc fills it in
    internal readonly MethodTable* Table;
#pragma warning restore CS0649
}

public struct RuntimeMethodHandle;

public struct RuntimeFieldHandle
{
#pragma warning disable IDE0051, CS0169 // ilc fills it in
    private readonly nint _value;
#pragma warning restore IDE0051, CS0169
}
