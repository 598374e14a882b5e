using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>The root. Its only field is where ilc puts the method table of every object; it knows it by name.</summary>
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

    /// <summary>Where the object is: nothing here ever moves.</summary>
    public virtual int GetHashCode()
    {
        fixed (nint* place = &m_pEEType)
            return (int)((nint)place >> 3);
    }

    public virtual string? ToString() => RuntimeHelpers.TypeName(this);

    /// <summary>Where the fields begin; of a boxed value, where the value does.</summary>
    internal ref byte Fields => ref Unsafe.Add(ref Unsafe.As<nint, byte>(ref m_pEEType), sizeof(nint));
}
