namespace System;

public readonly struct Nullable<T>(T value) where T : struct
{
    // ilc looks for these two names, in this order.
    private readonly bool hasValue = true;
    internal readonly T value = value;

    public bool HasValue => hasValue;

    public T GetValueOrDefault() => value;
}
