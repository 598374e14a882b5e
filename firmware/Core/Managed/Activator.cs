using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public static unsafe class Activator
{
    /// <summary>What new T() means. ilc puts the constructor in its place where it knows T, and tells us where it is otherwise.</summary>
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
