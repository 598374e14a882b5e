using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public struct Void;

public abstract class Type
{
    internal abstract unsafe MethodTable* Table { get; }

    [Intrinsic]
    public static Type GetTypeFromHandle(RuntimeTypeHandle handle) => RuntimeType.Of(handle);

    [Intrinsic]
    public static unsafe bool operator ==(Type? left, Type? right) =>
        ReferenceEquals(left, right) || left is not null && right is not null && left.Table == right.Table;

    [Intrinsic]
    public static bool operator !=(Type? left, Type? right) => !(left == right);

    public override bool Equals(object? o) => o is Type other && this == other;

    public override unsafe int GetHashCode() => (int)((nint)Table >> 3);
}

/// <summary>ilc lays these out for the types that a program names; the others are made when they are asked for.</summary>
internal sealed unsafe class RuntimeType : Type
{
    private readonly MethodTable* _table;

    internal RuntimeType(MethodTable* table) => _table = table;

    internal override MethodTable* Table => _table;

    internal static RuntimeType Of(RuntimeTypeHandle handle) => new(handle.Table);

    public override string ToString() => RuntimeHelpers.TypeName(_table);
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
