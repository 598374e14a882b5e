using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>The root. Its only field holds the method table of the object; ilc knows it by name.</summary>
public unsafe class Object
{
#pragma warning disable IDE0044, IDE0051, CS0169, CS0649 // written and read by compiled code only
    internal nint m_pEEType;
#pragma warning restore IDE0044, IDE0051, CS0169, CS0649

    public virtual bool Equals(object? obj) => this == obj;

    public static bool Equals(object? objA, object? objB) => objA == objB || objA is not null && objB is not null && objA.Equals(objB);

    public static bool ReferenceEquals(object? objA, object? objB) => objA == objB;

    [Intrinsic]
    public Type GetType() => RuntimeType.Of((MethodTable*)m_pEEType);

    /// <summary>The object's address: objects never move.</summary>
    public virtual int GetHashCode()
    {
        fixed (nint* place = &m_pEEType)
            return (int)((nint)place >> 3);
    }

    public virtual string? ToString() => RuntimeHelpers.TypeName(this);

    /// <summary>The address of the first field, or of a boxed value.</summary>
    internal ref byte Fields => ref Unsafe.Add(ref Unsafe.As<nint, byte>(ref m_pEEType), sizeof(nint));
}
