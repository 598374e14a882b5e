namespace System.Runtime.CompilerServices;

/// <summary>ilc knows these by name and replaces them by instructions.</summary>
public static unsafe class Unsafe
{
    [Intrinsic]
    public static extern ref T Add<T>(ref T source, int elementOffset);

    [Intrinsic]
    public static extern ref TTo As<TFrom, TTo>(ref TFrom source);

    [Intrinsic]
    public static extern T As<T>(object? o) where T : class?;

    [Intrinsic]
    public static extern void* AsPointer<T>(ref readonly T value);

    [Intrinsic]
    public static extern ref T AsRef<T>(void* source);

    [Intrinsic]
    public static extern ref T AsRef<T>(ref readonly T source);

    [Intrinsic]
    public static extern T ReadUnaligned<T>(void* source);

    [Intrinsic]
    public static extern T ReadUnaligned<T>(ref readonly byte source);

    [Intrinsic]
    public static extern void WriteUnaligned<T>(void* destination, T value);

    [Intrinsic]
    public static extern void WriteUnaligned<T>(ref byte destination, T value);

#pragma warning disable CS8500 // T may be anything that a span may hold
    public static int SizeOf<T>() => sizeof(T);
#pragma warning restore CS8500
}
