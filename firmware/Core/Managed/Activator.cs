using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public static unsafe class Activator
{
    /// <summary>new T(). If ilc knows T it calls the constructor directly; if not, it passes us its address.</summary>
    [Intrinsic]
    public static T CreateInstance<T>()
    {
        object made = RuntimeHelpers.New(MethodTable.Of<T>());
        ((delegate*<object, void>)DefaultConstructorOf<T>())(made);
        return Unsafe.As<object, T>(ref made);
    }

    [Intrinsic]
    private static extern nint DefaultConstructorOf<T>();
}
